import { CreateParties1763600000001 } from './1763600000001-create-parties';
import { CreateRelationships1763600000002 } from './1763600000002-create-relationships';
import { CreateSubscriptions1763600000003 } from './1763600000003-create-subscriptions';
import { CreateChangeLog1763600000004 } from './1763600000004-create-change-log';
import { AddDatabaseRefusals1763600000005 } from './1763600000005-add-database-refusals';
import { GrantApplicationRole1763600000006 } from './1763600000006-grant-application-role';
import { LinkEventsToAudit1763600000010 } from './1763600000010-link-events-to-audit';
import { CreateRateLimitBuckets1763600000020 } from './1763600000020-create-rate-limit-buckets';
import { AddSubscriptionTerms1763600000040 } from './1763600000040-add-subscription-terms';
import { GuardSupportContacts1763600000050 } from './1763600000050-guard-support-contacts';
import { IndexAuditByResource1763600000080 } from './1763600000080-index-audit-by-resource';
import { IndexLists1763600000090 } from './1763600000090-index-lists';
import { IndexEventsByDay1763600000100 } from './1763600000100-index-events-by-day';
import { MarkReadableEvents1763600000110 } from './1763600000110-mark-readable-events';
import { IndexOwnSales1763600000125 } from './1763600000125-index-own-sales';
import { NameCustomersOfRelationships1763600000130 } from './1763600000130-name-customers-of-relationships';
import { CreateWebhooks1763600000200 } from './1763600000200-create-webhooks';
import { CutOldEvents1763600000210 } from './1763600000210-cut-old-events';
import { IndexFailingDeliveries1763600000220 } from './1763600000220-index-failing-deliveries';
import { NarrowAuditIndexes1763600000230 } from './1763600000230-narrow-audit-indexes';

/** Every migration, oldest first. Listed by hand: a folder scan would depend on how the code was built. */
export const MIGRATIONS = [
  CreateParties1763600000001,
  CreateRelationships1763600000002,
  CreateSubscriptions1763600000003,
  CreateChangeLog1763600000004,
  AddDatabaseRefusals1763600000005,
  GrantApplicationRole1763600000006,
  LinkEventsToAudit1763600000010,
  CreateRateLimitBuckets1763600000020,
  AddSubscriptionTerms1763600000040,
  GuardSupportContacts1763600000050,
  IndexAuditByResource1763600000080,
  IndexLists1763600000090,
  IndexEventsByDay1763600000100,
  MarkReadableEvents1763600000110,
  IndexOwnSales1763600000125,
  NameCustomersOfRelationships1763600000130,
  CreateWebhooks1763600000200,
  CutOldEvents1763600000210,
  IndexFailingDeliveries1763600000220,
  NarrowAuditIndexes1763600000230,
];
