using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Parley.F3548;

/// <summary>How the served OpenAPI document comes to know the routes: handlers here read the request themselves, so paths and tokens are described by rule.</summary>
internal static class F3548Description
{
    /// <summary>What the description generator takes for the handler: no parameters that it could mistake for input.</summary>
    public static MethodInfo Handler { get; } = typeof(F3548Description).GetMethod(nameof(Handle), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static Task Handle(HttpContext context) => context.Response.CompleteAsync();

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Parley exchange",
                Version = AuxEndpoints.Version,
                Description = "The discovery and synchronisation side of ASTM F3548-21, with the requested OVN suffix extension.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["Authority"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            operation.Parameters ??= [];
            foreach (var name in Names(context.Description.RelativePath ?? ""))
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            operation.RequestBody?.Content?.Remove("*/*");
            if (!(context.Description.RelativePath ?? "").EndsWith("version", StringComparison.Ordinal))
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("Authority", context.Document)] = [] }];
            }

            return Task.CompletedTask;
        });
    }

    private static IEnumerable<string> Names(string path) =>
        path.Split('/').Where(static s => s.StartsWith('{')).Select(static s => s.Trim('{', '}', '?'));
}
