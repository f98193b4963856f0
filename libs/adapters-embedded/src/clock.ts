/** The time as the storage sees it: what has expired, what is due. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
