import { campaignContracts, identityContracts, taskContracts } from '@chuangwen/contracts';
import { organisationsView, serviceModule, type Clock } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { Module, type DynamicModule } from '@nestjs/common';
import { messages } from './messages';
import { expectedView } from './projections/expected';
import { labelsView } from './projections/labels';
import { progressView } from './projections/progress';
import { Blocks } from './queries/blocks';
import { ExplainFigureHandler } from './queries/explain-figure';
import { Figuring } from './queries/figuring';
import { GetReportHandler } from './queries/get-report';
import { Places } from './queries/places';
import { Sources } from './queries/sources';
import { ReportingHttp } from './reporting.http';

/** Figures that add up, as of any day, each with the tasks and events behind it. Writes no events of its own. */
@Module({})
export class ReportingModule {
  static on(ports: ServicePorts, clock: Clock): DynamicModule {
    return serviceModule(ReportingModule, ports, clock, {
      contracts: [...campaignContracts, ...identityContracts, ...taskContracts],
      controllers: [ReportingHttp],
      providers: [GetReportHandler, ExplainFigureHandler, Sources, Figuring, Places, Blocks],
      views: [progressView, labelsView, expectedView, organisationsView],
      workflows: [],
      messages,
    });
  }
}
