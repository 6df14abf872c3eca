using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntegrationHub.Bench.Baselines;

internal sealed class OrdersContext(NpgsqlDataSource database) : DbContext
{
    public DbSet<OrderEntity> Orders => Set<OrderEntity>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(database);

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<OrderEntity>().HasIndex(order => new { order.CustomerId, order.OrderedOn });
        model.Entity<OrderEntity>().HasMany(order => order.Lines).WithOne().HasForeignKey(line => line.OrderId);
        model.Entity<OrderLineEntity>().ToTable("OrderLines").HasKey(line => new { line.OrderId, line.Number });
    }
}

internal sealed class OrderEntity
{
    public required string Id { get; set; }
    public string CustomerId { get; set; } = "";
    public DateOnly OrderedOn { get; set; }
    public DateOnly RequestedOn { get; set; }
    public string Status { get; set; } = "";
    public string Currency { get; set; } = "";
    public decimal Net { get; set; }
    public string Reference { get; set; } = "";
    public string Organization { get; set; } = "";
    public string PaymentTerms { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }
    public List<OrderLineEntity> Lines { get; set; } = [];
}

internal sealed class OrderLineEntity
{
    public string OrderId { get; set; } = "";
    public required string Number { get; set; }
    public string ProductId { get; set; } = "";
    public string Description { get; set; } = "";
    public decimal Quantity { get; set; }
    public string Unit { get; set; } = "";
    public decimal Net { get; set; }
    public string Currency { get; set; } = "";
    public decimal Allocated { get; set; }
}
