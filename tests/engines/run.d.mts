export declare function openRun(): Promise<string>;
export declare function closeRun(folder: string): Promise<string[]>;
