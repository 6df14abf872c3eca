namespace IntegrationHub.Host.Queries;

/// <summary>The statements of the customer page; one round trip together, but for <see cref="ProductNames"/>. $1 is always the customer's number.</summary>
internal static class CustomerPageSql
{
    internal const int OrdersPerPage = 20;

    private const string Columns = "r.record_no, r.doc, r.version, r.run_no, r.changed_at, m.file";

    internal const string Customer = "select name, name_kana, merged_into from hub.customer where customer_no = $1";

    internal const string Accounts = $"""
        select {Columns} from hub.binding b join hub.record r on r.record_no = b.record_no left join hub.mapping m on m.mapping_no = r.mapping_no
        where b.customer_no = $1 and b.until is null order by b.binding_no limit 20
        """;

    internal const string Contacts = $"""
        select {Columns} from hub.record r left join hub.mapping m on m.mapping_no = r.mapping_no
        where r.customer_no = $1 and r.entity = 2 and not r.deleted order by r.happened_on, r.record_no limit 30
        """;

    /// <summary>A page of orders from $2 (order date) and $3 (record number) back, and one more to know whether there are older ones.
    /// Orders without a date come first.</summary>
    private const string Page = """
        with page as materialized (
          select record_no, id, doc, version, run_no, changed_at, mapping_no, entity, happened_on, parent_id
          from hub.record r where r.customer_no = $1 and r.entity = 4 and not r.deleted {0}
          order by r.happened_on desc, r.record_no desc limit 21)
        """;

    private const string StoryOfPage = $"""
        , linked as materialized (
          select record_no, id, doc, version, run_no, changed_at, mapping_no, entity, happened_on, parent_id
          from hub.record r
          where r.customer_no = $1 and r.entity in (5, 6) and not r.deleted and r.parent_id = any (array(select id from page))),
        paid as (
          select record_no, id, doc, version, run_no, changed_at, mapping_no, entity, happened_on, parent_id
          from hub.record r
          where r.customer_no = $1 and r.entity = 7 and not r.deleted and r.parent_id = any (array(select id from linked where entity = 6)))
        select {Columns}, r.entity, r.happened_on, r.parent_id
        from (select * from page union all select * from linked union all select * from paid) r
        left join hub.mapping m on m.mapping_no = r.mapping_no
        """;

    /// <summary>Of the products whose keys (system, id) are $1 and $2. By itself: most sources describe their order lines.</summary>
    internal const string ProductNames = """
        select w.system, w.id, p.doc ->> 'name' from unnest($1, $2) w(system, id)
        join hub.feed f on f.system = w.system and f.entity = 3
        join hub.record p on p.feed_no = f.feed_no and p.id = w.id
        where p.doc ->> 'name' is not null
        """;

    private const string FromNewest = "";
    private const string FromDated = "and (r.happened_on, r.record_no) < ($2, $3)";
    private const string FromUndated = "and ((r.happened_on is null and r.record_no < $2) or r.happened_on is not null)";

    internal static readonly string Newest = StoryFrom(FromNewest);
    internal static readonly string AfterDated = StoryFrom(FromDated);
    internal static readonly string AfterUndated = StoryFrom(FromUndated);

    internal const string LastOrder = """
        select happened_on, record_no from hub.record where customer_no = $1 and entity = 4 and not deleted and happened_on is not null
        order by happened_on desc, record_no desc limit 1
        """;

    /// <summary>$2: today.</summary>
    internal const string Open = """
        select currency, sum(open_amount), coalesce(sum(open_amount) filter (where due_on < $2), 0), min(due_on) filter (where due_on < $2 and open_amount > 0)
        from hub.record where customer_no = $1 and entity = 6 and not deleted and open_amount <> 0 and currency is not null
        group by currency order by 2 desc
        """;

    /// <summary>Twelve months that end with this one ($2: today), or with the last order's month when that is earlier.</summary>
    internal const string Sales = """
        with span as (
          select least(date_trunc('month', $2::date), coalesce(date_trunc('month', (
            select happened_on from hub.record where customer_no = $1 and entity = 4 and not deleted and happened_on is not null
            order by happened_on desc, record_no desc limit 1)), date_trunc('month', $2::date))) as last)
        select date_trunc('month', r.happened_on)::date, r.currency, sum(r.amount), count(*)::int
        from hub.record r
        where r.customer_no = $1 and r.entity = 4 and not r.deleted and r.amount is not null and r.currency is not null
          and r.happened_on >= (select (last - interval '11 months')::date from span)
          and r.happened_on < (select (last + interval '1 month')::date from span)
          and coalesce(r.doc ->> 'status', '') <> 'cancelled'
        group by 1, 2 order by 1
        """;

    /// <summary>Running contracts first, the one that ends next at the top; $2: today.</summary>
    internal const string Contracts = $"""
        select {Columns} from hub.record r left join hub.mapping m on m.mapping_no = r.mapping_no
        where r.customer_no = $1 and r.entity = 9 and not r.deleted
        order by coalesce(r.due_on < $2, false), case when r.due_on >= $2 then r.due_on end, r.due_on desc, r.record_no limit 12
        """;

    /// <summary>What the latest 50 orders hold most often, with its stock at every location.</summary>
    internal const string Usual = $"""
        with latest as materialized (
          select doc, happened_on from hub.record where customer_no = $1 and entity = 4 and not deleted
          order by happened_on desc, record_no desc limit 50),
        usual as materialized (
          select line ->> 'product' as key, count(*)::int as orders, max(latest.happened_on) as last_on, min(line ->> 'description') as description
          from latest, jsonb_array_elements(latest.doc -> 'lines') line where line ->> 'product' is not null
          group by 1 order by 2 desc, 3 desc, 1 limit 6),
        keyed as (
          select u.*, split_part(u.key, '/', 1) as system, substr(u.key, length(split_part(u.key, '/', 1)) + length(split_part(u.key, '/', 2)) + 3) as id
          from usual u)
        select {Columns}, k.key, k.orders, k.last_on, coalesce(p.doc ->> 'name', k.description), p.doc ->> 'sku'
        from keyed k
        left join hub.feed pf on pf.system = k.system and pf.entity = 3
        left join hub.record p on p.feed_no = pf.feed_no and p.id = k.id and not p.deleted
        left join hub.feed sf on sf.system = k.system and sf.entity = 8
        left join hub.record r on r.feed_no = sf.feed_no and r.parent_id = k.id and r.entity = 8 and not r.deleted
        left join hub.mapping m on m.mapping_no = r.mapping_no
        order by k.orders desc, k.last_on desc, k.key, r.id
        """;

    private static string StoryFrom(string from) => Page.Replace("{0}", from, StringComparison.Ordinal) + StoryOfPage;
}
