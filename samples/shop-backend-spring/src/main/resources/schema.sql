-- The shop's own tables; those of Maksut make themselves. Run at each start.
create table if not exists shop_order (
    id         varchar(36) primary key, -- stands in addresses that customers have: not to be guessed
    number     bigint generated always as identity unique,
    article    varchar(40)  not null,
    email      varchar(254) not null,
    amount     bigint       not null,   -- minor units
    currency   varchar(3)   not null,
    account    varchar(40)  not null,
    changed_at timestamptz  not null,
    shipped_at timestamptz
);
create index if not exists shop_order_changed on shop_order (changed_at, id);

create table if not exists shop_payment (
    account   varchar(40)  not null,
    reference varchar(255) not null,
    order_id  varchar(36)  not null references shop_order,
    status    varchar(40)  not null,
    paid      boolean      not null,
    primary key (account, reference)
);
create index if not exists shop_payment_order on shop_payment (order_id);

create table if not exists shop_refund (
    id         varchar(255) primary key,
    order_id   varchar(36)  not null references shop_order,
    account    varchar(40)  not null,
    reference  varchar(255) not null,
    amount     bigint       not null,
    currency   varchar(3)   not null,
    state      varchar(20)  not null,
    portal_key varchar(255) unique,     -- made at the desk, and recorded here by the engine
    message    varchar(2000) not null,
    changed_at timestamptz  not null
);
create index if not exists shop_refund_order on shop_refund (order_id);
