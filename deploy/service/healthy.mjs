/** Ends with 0 while the process of this container is ready for work. */
const port = process.env.CHUANGWEN_PORT || 8420;
const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(
  (error) => ({ ok: false, text: () => String(error.cause ?? error) }),
);
if (!answer.ok) {
  console.log((await answer.text()).slice(0, 500));
  process.exitCode = 1;
}
