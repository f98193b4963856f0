/** `node remove-containers.mjs ID...`: on Node 24, which testcontainers needs; who closes a run may be older. */
import { getContainerRuntimeClient } from 'testcontainers';

const { container } = await getContainerRuntimeClient();
for (const id of process.argv.slice(2)) await container.getById(id).remove({ force: true, v: true });
