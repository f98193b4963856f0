import { runService } from '@chuangwen/runtime';
import { ReportingModule } from './reporting.module';

void runService('reporting', ReportingModule);
