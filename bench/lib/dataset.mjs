import pg from 'pg';

import { seededRandom } from './random.mjs';

const FULL = { resellers: 2_000, customers: 20_000 };
const RELATIONSHIPS_PER_CUSTOMER = 4;
/** Customers of the reseller that reads; fewer where there are few customers at all. */
const PORTFOLIO = 400;
const SEED = 20_250_401;
const START_MS = Date.UTC(2022, 0, 1);
const DAY_MS = 86_400_000;
const STAMP = { kind: 'PARTNER_USER', displayName: 'Bench', tenantId: null, userId: 'bench' };

/**
 * Who sells which service to a customer, as places among its four resellers. One seller for each service,
 * because only one transacting partner may hold privileges for it (R21).
 */
const SALES = [
  ['EXCHANGE_OFFICE', 0],
  ['EXCHANGE_OFFICE', 0],
  ['DYNAMICS', 0],
  ['INTUNE', 1],
  ['OTHER', 2],
];
/** Privileges of the four resellers of a customer. */
const PRIVILEGES = [
  ['EXCHANGE_OFFICE', 'DYNAMICS'],
  ['EXCHANGE_OFFICE', 'INTUNE'],
  ['INTUNE', 'OTHER'],
  ['OTHER'],
];
/**
 * The same around the reseller that reads: nobody shares a service with it. It then sees exactly the rows
 * that carry its own id, which is what the other contenders filter by.
 */
const PRIVILEGES_APART = [
  ['EXCHANGE_OFFICE', 'DYNAMICS'],
  ['INTUNE'],
  ['INTUNE', 'OTHER'],
  ['OTHER'],
];
const OFFERS = {
  EXCHANGE_OFFICE: ['Office 365 Business Premium', 'Office 365 Enterprise E3'],
  DYNAMICS: ['Dynamics 365 Sales'],
  INTUNE: ['Intune'],
  OTHER: ['Power BI Pro'],
};

class Generator {
  #random = seededRandom(SEED);
  #made = 0;

  chance(probability) {
    return this.#random() < probability;
  }

  below(count) {
    return Math.floor(this.#random() * count);
  }

  pick(values) {
    return values[this.below(values.length)];
  }

  /** Shaped like UUID v7, which the server makes: the next one is always the larger one. */
  id() {
    this.#made += 1;
    const time = (START_MS + this.#made).toString(16).padStart(12, '0');
    const hex = Array.from({ length: 18 }, () => this.below(16).toString(16)).join('');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6)}`;
  }

  instant(fromDay, days) {
    return new Date(START_MS + fromDay * DAY_MS + this.below(days * DAY_MS)).toISOString();
  }
}

function makeReseller(make, n) {
  const at = make.instant(0, 30);
  return {
    id: make.id(),
    tenant_id: make.id(),
    mpn_id: String(4_000_000 + n),
    name: `${make.pick(['Contoso', 'Fabrikam', 'Litware', 'Proseware', 'Adatum'])} Cloud ${n}`,
    country: 'CN',
    cloud_instance: 'CHINA_21VIANET',
    kind: 'DIRECT_BILL',
    account_status: 'ACTIVE',
    agreement_accepted: true,
    specialties: ['EXCHANGE_OFFICE'],
    is_placeholder: false,
    created_at: at,
    updated_at: at,
  };
}

function makeCustomer(make, n, owner) {
  const at = make.instant(30, 900);
  const name = make.pick(['Woodgrove', 'Northwind', 'Alpine', 'Wingtip', 'Coho', 'Lucerne']);
  return {
    id: make.id(),
    tenant_id: make.id(),
    cloud_instance: 'CHINA_21VIANET',
    country: 'CN',
    company_name: `${name} ${make.pick(['Bank', 'Traders', 'Ski House', 'Toys', 'Winery'])} ${n}`,
    domain: `customer-${n}.example`,
    email: `it@customer-${n}.example`,
    custom_domains: [],
    account_owner_id: owner.id,
    created_at: at,
    updated_at: at,
  };
}

function makeRelationship(make, customer, reseller, isRemoved) {
  const at = make.instant(930, 100);
  return {
    customer_id: customer.id,
    id: make.id(),
    reseller_id: reseller.id,
    status: isRemoved ? 'REMOVED' : 'ACTIVE',
    origin: 'INVITATION',
    accepted_at: at,
    accepted_by: STAMP,
    removed_at: isRemoved ? make.instant(1_030, 30) : null,
    created_at: at,
    updated_at: at,
  };
}

function makePrivilege(make, relationship, service, isTransacting) {
  const isActive = relationship.status === 'ACTIVE';
  return {
    customer_id: relationship.customer_id,
    id: make.id(),
    relationship_id: relationship.id,
    reseller_id: relationship.reseller_id,
    service,
    status: isActive ? 'ACTIVE' : 'ENDED_WITH_RELATIONSHIP',
    transacting: isTransacting,
    granted_at: relationship.accepted_at,
    granted_by: STAMP,
    ended_at: relationship.removed_at,
  };
}

function makeSubscription(make, customer, service, seller, credited) {
  const at = make.instant(930, 160);
  const status = make.pick(['ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED']);
  return {
    customer_id: customer.id,
    id: make.id(),
    subscription_id: make.id(),
    transacting_reseller_id: seller.id,
    partner_id: credited.mpn_id,
    partner_of_record_id: credited.id,
    service,
    offer_id: make.id(),
    offer_name: make.pick(OFFERS[service]),
    is_microsoft_product: true,
    quantity: 1 + make.below(300),
    unit_type: 'Licenses',
    creation_date: at,
    effective_start_date: at,
    commitment_end_date: new Date(Date.parse(at) + 365 * DAY_MS).toISOString(),
    status,
    suspended_by: status === 'SUSPENDED' ? 'RESELLER' : null,
    auto_renew_enabled: true,
    term_duration: 'P1Y',
    billing_type: 'LICENSE',
    billing_cycle: 'MONTHLY',
    order_id: make.id(),
    // As imported ones: the server's timer moves none of them while it is measured.
    runs_here: false,
    created_at: at,
    updated_at: at,
  };
}

/** Everything around one customer. */
function makeAccount(make, tables, n, resellers, isApart) {
  const customer = makeCustomer(make, n, make.pick(resellers));
  tables.customers.push(customer);
  tables.agreements.push({
    customer_id: customer.id,
    id: make.id(),
    type: 'MICROSOFT_CUSTOMER_AGREEMENT',
    date_agreed: customer.created_at,
  });
  for (const [service, place] of SALES) {
    const seller = resellers[place];
    const credited = make.chance(0.2) ? make.pick(resellers) : seller;
    tables.subscriptions.push(makeSubscription(make, customer, service, seller, credited));
  }
  resellers.forEach((reseller, place) => {
    const isRemoved = place === 3 && make.chance(0.1);
    const relationship = makeRelationship(make, customer, reseller, isRemoved);
    tables.relationships.push(relationship);
    for (const service of (isApart ? PRIVILEGES_APART : PRIVILEGES)[place]) {
      const isTransacting = SALES.some(([sold, by]) => sold === service && by === place);
      tables.delegated_privileges.push(makePrivilege(make, relationship, service, isTransacting));
    }
  });
}

/**
 * The rows, the same in every run. The first reseller reads and has the portfolio; the second asks for
 * relationships and has none yet.
 *
 * @param share part of the full size, 1 = all
 */
export function generate(share) {
  const make = new Generator();
  const count = { ...FULL };
  for (const name of Object.keys(count)) count[name] = Math.max(20, Math.round(FULL[name] * share));
  const portfolio = Math.min(PORTFOLIO, Math.floor(count.customers / 5));
  const tables = {
    resellers: Array.from({ length: count.resellers }, (_, n) => makeReseller(make, n)),
    customers: [],
    agreements: [],
    subscriptions: [],
    relationships: [],
    delegated_privileges: [],
    invitations: [],
  };
  const [reader, asker, ...others] = tables.resellers;
  const every = Math.floor(count.customers / portfolio);
  for (let n = 0; n < count.customers; n += 1) {
    const isApart = n % every === 0 && n / every < portfolio;
    const around = isApart ? [reader] : [];
    while (around.length < RELATIONSHIPS_PER_CUSTOMER) {
      const another = make.pick(others);
      if (!around.includes(another)) around.push(another);
    }
    makeAccount(make, tables, n, around, isApart);
  }
  tables.invitations.push({
    reseller_id: asker.id,
    id: make.id(),
    includes_delegated_admin: true,
    status: 'ACTIVE',
    token_hash: `\\x${'00'.repeat(32)}`,
    created_by: STAMP,
    created_at: asker.created_at,
  });
  return { tables, reader, asker };
}

const BATCH = 4_000;

/** Writes the rows as their owner, triggers included, as the importer would. */
export async function load(connectionString, tables) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`SELECT set_config('app.actor', 'platform', false)`);
    for (const [table, rows] of Object.entries(tables)) {
      const columns = Object.keys(rows[0]).join(', ');
      const text = `INSERT INTO ${table} (${columns})
        SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`;
      for (let at = 0; at < rows.length; at += BATCH) {
        await client.query(text, [JSON.stringify(rows.slice(at, at + BATCH))]);
      }
    }
    await refuseWrongFlags(client);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

/** The generator says itself who transacts; the database has a function that knows. */
async function refuseWrongFlags(client) {
  const { rows } = await client.query(`
    SELECT count(*)::int AS wrong FROM delegated_privileges
    WHERE transacting <> is_transacting(customer_id, reseller_id, service)`);
  if (rows[0].wrong > 0) throw new Error(`${rows[0].wrong} privileges are marked wrongly`);
}
