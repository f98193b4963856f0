export { SetDeadline } from './commands/set-deadline';
export { TaskModule } from './task.module';
