import { join } from 'node:path';
import type { LocalModel } from './local-embedder.ts';

/**
 * all-MiniLM-L6-v2 (Reimers and Gurevych, Sentence-BERT, 2019).
 * @param dir the folder that `fetchModelFiles` gives
 */
export function miniLm(dir: string): LocalModel {
  return {
    name: 'all-MiniLM-L6-v2',
    dir,
    weights: join(dir, 'onnx', 'model_q4.onnx'),
    dimensions: 384,
    maxTokens: 256,
    pooling: 'mean',
  };
}
