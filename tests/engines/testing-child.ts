import { engines } from '.';

/** Another process of the same test run: says what it is handed, as Redis. */
void engines.redis().then(
  (engine) => console.log(JSON.stringify(engine)),
  (error: Error) => console.log(JSON.stringify({ error: error.message })),
);
