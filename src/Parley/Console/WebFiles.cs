using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace Parley.Console;

/// <summary>What the pages load (map, styles, fonts, base map), out of the binary: compressed at the build, handed out as it is. Thread-safe.</summary>
internal sealed class WebFiles
{
    private readonly Dictionary<string, (byte[] Bytes, bool Brotli, string Type, string Tag)> _files = new(StringComparer.Ordinal);

    public WebFiles()
    {
        using var zip = Assembly.GetExecutingAssembly().GetManifestResourceStream("Parley.Console.web.zip");
        if (zip is null)
        {
            return;
        }

        var types = new FileExtensionContentTypeProvider();
        using var archive = new ZipArchive(zip);
        foreach (var entry in archive.Entries.Where(static e => e.Name.Length > 0))
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var brotli = entry.FullName.EndsWith(".br", StringComparison.Ordinal);
            var name = brotli ? entry.FullName[..^3] : entry.FullName;
            types.TryGetContentType(name, out var type);
            _files[name] = (bytes.ToArray(), brotli, type ?? "application/octet-stream", $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..16]}\"");
        }
    }

    /// <summary>False when Node was missing at the build: then there is no console.</summary>
    public bool Built => _files.Count > 0;

    /// <summary>To be put behind a file's name, so that browsers ask again only when it changed.</summary>
    public string TagOf(string name) => _files.TryGetValue(name, out var file) ? file.Tag.Trim('"') : "";

    public async Task WriteAsync(HttpContext context, string name)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = context.Response.Headers;
        headers.ETag = file.Tag;
        headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate";
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = file.Type;
        if (file.Brotli)
        {
            headers.Vary = "Accept-Encoding";
            if (!context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            {
                await using var plain = new BrotliStream(new MemoryStream(file.Bytes), CompressionMode.Decompress);
                await plain.CopyToAsync(context.Response.Body, context.RequestAborted);
                return;
            }

            headers.ContentEncoding = "br";
        }

        context.Response.ContentLength = file.Bytes.Length;
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }
}
