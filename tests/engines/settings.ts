import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Everything that decides where a test's engines come from; CONTRIBUTING.md says when to set which. */
const settings = z.object({
  /** A broker list, `host:port,host:port`. */
  CHUANGWEN_TEST_KAFKA: z.string().optional(),
  /** `mongodb://...` of a replica set. */
  CHUANGWEN_TEST_MONGO: z.string().optional(),
  /** `redis://...` */
  CHUANGWEN_TEST_REDIS: z.string().optional(),
  /** Containers only, local processes only, or no engine at all: then specs that need one are skipped by name. */
  CHUANGWEN_TEST_ENGINES: z.enum(['containers', 'local', 'none']).optional(),
  /** Images for engines in containers. */
  CHUANGWEN_IMAGE_KAFKA: z.string().default('apache/kafka:4.1.1'),
  CHUANGWEN_IMAGE_MONGO: z.string().default('mongo:8.0'),
  CHUANGWEN_IMAGE_REDIS: z.string().default('redis:7.4'),
  CHUANGWEN_TEST_MONGO_STANDIN: z.enum(['python', 'rust']).default('python'),
  /** Where what was installed for tests is kept between runs. */
  CHUANGWEN_ENGINES: z.string().default(join(homedir(), '.cache/chuangwen-engines')),
  /** The folder of this test run (run.mjs). */
  CHUANGWEN_TEST_RUN: z.string({ error: 'No test run is open: start it by `npm test`, Jest, or openRun().' }),
});

/** A setting that is empty counts as absent, so that it can be taken back in a shell. */
export function setting<Name extends keyof z.infer<typeof settings>>(name: Name): z.infer<typeof settings>[Name] {
  return settings.shape[name].parse(process.env[name] || undefined) as z.infer<typeof settings>[Name];
}
