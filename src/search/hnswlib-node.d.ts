/**
 * The part of hnswlib-node that is used here. Declared because the package is optional: if it could
 * not be compiled, its own types are missing too.
 */
declare module 'hnswlib-node' {
  class HierarchicalNSW {
    constructor(space: 'ip', dimensions: number);
    initIndex(maxElements: number, links: number, buildCandidates: number, seed: number): void;
    addPoint(point: number[], label: number): void;
    setEf(searchCandidates: number): void;
    searchKnn(point: number[], limit: number): { neighbors: number[]; distances: number[] };
    writeIndex(file: string): Promise<boolean>;
    readIndex(file: string): Promise<boolean>;
  }
  const hnswlib: { readonly HierarchicalNSW: typeof HierarchicalNSW };
  export default hnswlib;
}
