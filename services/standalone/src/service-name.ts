/** The services of this program: each has a module here and its views in the thread of views. */
export type ServiceName = 'identity' | 'campaign' | 'task' | 'reporting';
