using System.Text;
using System.Text.Json;

namespace Parley.Console.Telling;

/// <summary>One try to tell a person by one way. See <see cref="Client.Post.DeliveryView"/>.</summary>
internal sealed record Delivery(string Person, string At, string Event, string Way, string? To, string Outcome, string? Why, int Try, int Severity, string Title);

/// <summary>Every try to tell somebody, one JSON line each; the file before the last is kept, so it never grows beyond twice its bound. Thread-safe.</summary>
internal sealed class DeliveryLog
{
    /// <summary>How many of each person's are shown.</summary>
    public const int Shown = 200;

    private readonly long _mostBytes;
    private readonly string _file;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<Delivery>> _newest = new(StringComparer.Ordinal);

    public DeliveryLog(string folder, long mostBytes = 4 << 20)
    {
        (_file, _mostBytes) = (Path.Combine(folder, "deliveries.jsonl"), mostBytes);
        Directory.CreateDirectory(folder);
        foreach (var file in (string[])[_file + ".1", _file])
        {
            foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
            {
                try
                {
                    Remember(JsonSerializer.Deserialize(line, TellingJson.Default.Delivery)!);
                }
                catch (JsonException)
                {
                    // Cut off when the machine died.
                }
            }
        }
    }

    public void Append(Delivery delivery)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(delivery, TellingJson.Default.Delivery) + "\n");
        lock (_lock)
        {
            Remember(delivery);
            if (File.Exists(_file) && new FileInfo(_file).Length + line.Length > _mostBytes)
            {
                File.Move(_file, _file + ".1", overwrite: true);
            }

            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(_file, options);
            file.Write(line);
        }
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Delivery> Of(string person)
    {
        lock (_lock)
        {
            return _newest.TryGetValue(person, out var known) ? [.. known] : [];
        }
    }

    private void Remember(Delivery delivery)
    {
        if (!_newest.TryGetValue(delivery.Person, out var known))
        {
            _newest.Add(delivery.Person, known = new LinkedList<Delivery>());
        }

        known.AddFirst(delivery);
        if (known.Count > Shown)
        {
            known.RemoveLast();
        }
    }
}
