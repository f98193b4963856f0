/** The services of this program: each has a module here and its views in the thread of views. */
export const SERVICES = ['identity', 'campaign', 'task', 'reporting'] as const;
export type ServiceName = (typeof SERVICES)[number];
