using System.Reflection;
using System.Text.Json.Serialization;
using Parley.Core.Post;

namespace Parley.Tests.Post;

public sealed class PostJsonTests
{
    /// <summary>Nulls are left out when written, so whoever reads must not ask for them: a journal that can't be replayed is the price.</summary>
    [Fact]
    public void Whatever_may_be_left_out_of_a_letter_or_an_entry_may_be_absent_when_it_is_read()
    {
        var nullability = new NullabilityInfoContext();
        var asked =
            from type in typeof(PostCommand).Assembly.GetTypes()
            where type.Namespace == typeof(PostCommand).Namespace && (type.IsSubclassOf(typeof(PostCommand)) || type.IsSubclassOf(typeof(LetterBody))
                || type == typeof(Findings) || type == typeof(Closeness) || type == typeof(NoticeFacts) || type == typeof(OwnPlan) || type == typeof(PastLetter)
                || type == typeof(AgreementDocument) || type == typeof(Contact) || type == typeof(RecipientName) || type == typeof(Draft) || type == typeof(Letter))
            from parameter in type.GetConstructors()[0].GetParameters()
            where nullability.Create(parameter).WriteState == NullabilityState.Nullable && !parameter.HasDefaultValue
            select $"{type.Name}.{parameter.Name}";
        Assert.Empty(asked);
    }

    [Fact]
    public void Every_kind_of_letter_and_of_entry_has_a_name_in_its_bytes()
    {
        foreach (var root in (Type[])[typeof(PostCommand), typeof(LetterBody)])
        {
            var named = root.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(static a => a.DerivedType).ToHashSet();
            Assert.Empty(root.Assembly.GetTypes().Where(t => t.IsSubclassOf(root) && !named.Contains(t)).Select(static t => t.Name));
        }
    }
}
