import type { ServicePorts } from '@chuangwen/ports';

export declare function openDistributed(
  o: object,
): Promise<{ ports(service: string): ServicePorts; close(): Promise<void> }>;
export declare function prepareDistributed(
  o: object,
  s: readonly string[],
  told: (text: string) => void,
): Promise<void>;
