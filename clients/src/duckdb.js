// DuckDB-wasm, told to read by ranges, for left alone it loads files whole: sums a column of a CSV file, from a worker.
import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm';

export default async function ({ url }) {
  const worker = new Worker('/duckdb-browser-eh.worker.js');
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  await database.instantiate('/duckdb-eh.wasm');
  await database.open({ filesystem: { allowFullHTTPReads: false, forceFullHTTPReads: false, reliableHeadRequests: true } });
  await database.registerFileURL('numbers.csv', url, DuckDBDataProtocol.HTTP, false);
  const connection = await database.connect();
  const [row] = (await connection.query("SELECT sum(n)::INT AS total FROM read_csv('numbers.csv')")).toArray();
  worker.terminate();
  return { ok: row.total === 15, what: `total ${row.total}` };
}
