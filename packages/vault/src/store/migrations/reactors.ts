import type { Migration } from '../migrate.ts';

export const reactors: Migration = {
  id: 7,
  name: 'reactor formulas and reactors',
  sql: `
      create table reactor_formulas (
        tenant_id blob not null,
        id blob not null,
        name text not null,
        name_lower text not null,
        description text,
        source_token_type text not null,
        icon text,
        code text not null,
        configuration text not null,
        request_parameters text not null,
        uses integer not null,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id)
      ) strict;
      create index reactor_formulas_newest on reactor_formulas (tenant_id, created_at, id);

      create table reactors (
        tenant_id blob not null references tenants (id),
        id blob not null,
        name text not null,
        name_lower text not null,
        formula_tenant_id blob not null,
        formula_id blob not null,
        version integer not null,
        kek_version integer not null,
        wrapped_dek blob not null,
        sealed blob not null,
        created_at integer not null,
        created_by blob,
        modified_at integer,
        modified_by blob,
        primary key (tenant_id, id),
        foreign key (formula_tenant_id, formula_id) references reactor_formulas (tenant_id, id)
      ) strict;
      create index reactors_newest on reactors (tenant_id, created_at, id);
      create index reactors_formula on reactors (formula_tenant_id, formula_id);
    `,
};
