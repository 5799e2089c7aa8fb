using System.Reflection;
using System.Text.Json.Serialization;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>Whatever a post writes to its journal it can read again at its next start.</summary>
public sealed class JournalFormTests
{
    [Fact]
    public void What_is_left_out_when_it_is_null_is_not_required_when_it_is_read()
    {
        var nullability = new NullabilityInfoContext();
        var missing =
            from type in typeof(PostCommand).Assembly.GetTypes()
            where type.Namespace == typeof(PostCommand).Namespace && type.IsSealed && type.GetMethod("<Clone>$") is not null
            from constructor in type.GetConstructors()
            from parameter in constructor.GetParameters()
            where !parameter.HasDefaultValue && nullability.Create(parameter).WriteState == NullabilityState.Nullable
            where type.GetProperty(parameter.Name!)?.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition != JsonIgnoreCondition.Never
            where Journalled(type)
            select $"{type.Name}.{parameter.Name}";
        Assert.Empty(missing);
    }

    private static bool Journalled(Type type) => PostJson.Default.GetTypeInfo(type) is not null;
}
