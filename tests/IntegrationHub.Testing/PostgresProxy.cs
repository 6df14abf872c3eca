using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IntegrationHub.Testing;

/// <summary>
/// Stands between a hub and its PostgreSQL and dies at a chosen round trip, before the request reaches the database or after its answer was made: to
/// the database that is exactly what a killed host looks like. From then on nothing passes any more.
/// </summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _dead = new();
    private readonly string _upstream;
    private readonly int _dieAt;
    private readonly bool _afterAnswer;
    private readonly Func<string, bool> _counts;
    private readonly Action _onDeath;
    private readonly Task _accepting;
    private int _roundTrips;

    /// <param name="connectionString">The real database, on a unix socket.</param>
    /// <param name="dieAt">The round trip to die at, from 1; 0: never, only count.</param>
    /// <param name="afterAnswer">Die when the database has answered, but before the answer passes; else before the request passes.</param>
    /// <param name="onDeath">Called once, before anything else is noticed: kill the host here.</param>
    /// <param name="counts">Which round trips count, by their SQL (empty for a prepared statement run again); all when left out.</param>
    public PostgresProxy(string connectionString, int dieAt = 0, bool afterAnswer = false, Action? onDeath = null, Func<string, bool>? counts = null)
    {
        var real = new NpgsqlConnectionStringBuilder(connectionString);
        _upstream = Path.Combine(real.Host!, $".s.PGSQL.{real.Port}");
        (_dieAt, _afterAnswer, _onDeath, _counts) = (dieAt, afterAnswer, onDeath ?? (() => { }), counts ?? (_ => true));
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Timeout = 5,
        }.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>The same database through this proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Round trips that counted so far.</summary>
    public int RoundTrips => _roundTrips;

    public bool IsDead => _dead.IsCancellationRequested;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_dead.Token));
        }
        catch (OperationCanceledException)
        {
            _listener.Stop();   // connections are refused from now on
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            client.NoDelay = true;   // answers come in small messages: each would wait for the last one's acknowledgement
            try
            {
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_upstream), _dead.Token);
                await using var front = new NetworkStream(client);
                await using var back = new NetworkStream(server);
                await back.WriteAsync(await ReadMessageAsync(front, typed: false), _dead.Token);   // the start-up packet
                var requests = RequestsAsync(front, back);
                var answers = AnswersAsync(back, front);
                await await Task.WhenAny(requests, answers);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or EndOfStreamException or ObjectDisposedException)
            {
                // one side has closed: so does the other, by leaving here
            }
        }
    }

    private volatile bool _dieOnNextAnswer;

    private async Task RequestsAsync(Stream front, Stream back)
    {
        var sql = "";
        while (true)
        {
            var message = await ReadMessageAsync(front, typed: true);
            var kind = (char)message[0];
            if (kind is 'Q' or 'P')
                sql = System.Text.Encoding.UTF8.GetString(message, 5, message.Length - 5);
            if (kind is 'Q' or 'S' or 'c' && _counts(sql))   // a query, the end of an extended one, the end of a COPY
            {
                var trip = Interlocked.Increment(ref _roundTrips);
                if (trip == _dieAt && !_afterAnswer)
                    Die();
                else if (trip == _dieAt)
                    _dieOnNextAnswer = true;
            }

            if (kind is 'Q' or 'S' or 'c')
                sql = "";
            await back.WriteAsync(message, _dead.Token);
        }
    }

    private async Task AnswersAsync(Stream back, Stream front)
    {
        while (true)
        {
            var message = await ReadMessageAsync(back, typed: true);
            if (_dieOnNextAnswer && (char)message[0] is 'Z' or 'G')   // ready again, or ready for COPY data: the work is done
                Die();
            await front.WriteAsync(message, _dead.Token);
        }
    }

    private void Die()
    {
        _onDeath();
        _dead.Cancel();
        _dead.Token.ThrowIfCancellationRequested();
    }

    private async Task<byte[]> ReadMessageAsync(Stream stream, bool typed)
    {
        var head = new byte[typed ? 5 : 4];
        await stream.ReadExactlyAsync(head, _dead.Token);
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(typed ? 1 : 0));
        var message = new byte[length + (typed ? 1 : 0)];
        head.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(head.Length), _dead.Token);
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        await _dead.CancelAsync();
        await _accepting;
        _dead.Dispose();
    }
}
