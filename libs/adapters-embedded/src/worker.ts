import { parentPort, type MessagePort } from 'node:worker_threads';
import { FileServer } from './file-server';

new FileServer(parentPort as MessagePort);
