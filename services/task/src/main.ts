import { runService } from '@chuangwen/runtime';
import { TaskModule } from './task.module';

void runService('task', TaskModule);
