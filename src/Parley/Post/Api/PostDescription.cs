using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Parley.Post.Api;

/// <summary>What the served OpenAPI document says of a post's API beyond its paths.</summary>
internal static class PostDescription
{
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Parley post",
                Version = F3548.AuxEndpoints.Version,
                Description = "A party's own server: agreements, intents and notices, conflicts and their coordination. Errors are RFC 9457 problem details.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["ApiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The key in the post's api.key." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            foreach (var name in (context.Description.RelativePath ?? "").Split('/').Where(static s => s.StartsWith('{')).Select(static s => s.Trim('{', '}')))
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            }

            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsDeed>().FirstOrDefault() is { } needs)
            {
                operation.AddExtension("x-parley-deed", new JsonNodeExtension(needs.Deed.ToString()));
            }

            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("ApiKey", context.Document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
