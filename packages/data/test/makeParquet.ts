import { parquetWriteBuffer } from 'hyparquet-writer'

/** A Parquet file of two questions and their answers, packed with snappy. */
export function makeParquet(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'question', data: ['Why?', 'Who?'], type: 'STRING' },
        { name: 'answer', data: ['So.', 'Zoë.'], type: 'STRING' },
      ],
    }),
  )
}
