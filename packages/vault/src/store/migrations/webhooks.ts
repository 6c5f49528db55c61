import type { Migration } from '../migrate.ts';

export const webhooks: Migration = {
  id: 23,
  name: 'webhooks and what waits to be delivered to them',
  sql: `
      alter table audit add column trace text;

      create table webhooks (
        tenant_id blob not null references tenants (id),
        id blob not null,
        name text not null,
        url text not null,
        notify_email text,
        events text not null,
        status text not null,
        after_row integer not null,
        key_version integer not null,
        key_changed_at integer,
        version integer not null,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id)
      ) strict;

      create table webhook_feed (
        id integer primary key,
        last_row integer not null
      ) strict;
      insert into webhook_feed (id, last_row) values (1, 0);

      create table webhook_deliveries (
        tenant_id blob not null,
        id blob not null,
        webhook_id blob not null,
        event_id blob not null,
        event_type text not null,
        audit_row integer not null,
        entity_type text not null,
        entity_id text not null,
        actor_id blob,
        trace text,
        happened_at integer not null,
        status text not null,
        attempts integer not null,
        due_at integer not null,
        response_status integer,
        error text,
        created_at integer not null,
        ended_at integer,
        primary key (tenant_id, id),
        foreign key (tenant_id, webhook_id) references webhooks (tenant_id, id) on delete cascade
      ) strict;
      create index webhook_deliveries_due on webhook_deliveries (due_at) where status = 'waiting';
      create index webhook_deliveries_order on webhook_deliveries (webhook_id, entity_id, audit_row) where status = 'waiting';
      create index webhook_deliveries_newest on webhook_deliveries (tenant_id, webhook_id, created_at, id);
      create index webhook_deliveries_oldest on webhook_deliveries (created_at);
    `,
};
