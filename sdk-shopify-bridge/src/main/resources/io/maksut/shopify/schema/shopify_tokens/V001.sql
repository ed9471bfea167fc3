-- One row for each app in each shop that has expiring tokens; app is its client id. What is sealed is encrypted with the caller's key; who leases the row is
-- the one that refreshes.
create table maksut_shopify_token (
  id {id},
  claimable_at {instant},
  lease_owner {text(120)},
  lease_token {number} not null default 0,
  app {text(255)} not null,
  shop {text(255)} not null,
  version {number} not null,
  sealed {bytes} not null,
  expires_at {instant} not null,
  refresh_expires_at {instant},
  changed_at {instant} not null,
  unique (app, shop)
);
create index maksut_shopify_token_claim on maksut_shopify_token (claimable_at, id) {where claimable_at is not null};
