import pg from 'pg';

/** Collects the values of a statement while its text is written. */
export function binding() {
  const values = [];
  return { values, bind: (value) => `$${values.push(value)}` };
}

/** WHERE of the conditions that are there. */
export function where(...conditions) {
  const given = conditions.filter(Boolean);
  return given.length > 0 ? `WHERE ${given.join(' AND ')}` : '';
}

/** A pool as large as the server's own; every text is prepared once in each connection. */
export function openPool() {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  const names = new Map();
  const nameOf = (text) => {
    if (!names.has(text)) names.set(text, `s${names.size}`);
    return names.get(text);
  };
  const queryWith = (client) => async (text, values) =>
    (await client.query({ name: nameOf(text), text, values })).rows;
  return {
    query: queryWith(pool),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(queryWith(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
