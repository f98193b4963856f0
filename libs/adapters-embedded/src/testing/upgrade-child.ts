/** A process of its own that upgrades a folder, to be killed on the way. */
import { upgradeFolder } from '../index';

upgradeFolder(process.argv[2]!);
