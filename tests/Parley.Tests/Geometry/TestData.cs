namespace Parley.Tests.Geometry;

internal static class TestData
{
    /// <summary>The comma-separated rows of a file in Data/, without its comments.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        using var reader = new StreamReader(typeof(TestData).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split(',');
            }
        }
    }
}
