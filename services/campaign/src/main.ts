import { runService } from '@chuangwen/runtime';
import { CampaignModule } from './campaign.module';

void runService('campaign', CampaignModule);
