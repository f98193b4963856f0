export declare function lock(file: string): Promise<() => void>;
