using Microsoft.AspNetCore.Components.Forms;

namespace Parley.Console.Parts;

/// <summary>
/// Tells the form around a field that what stands in it can't be read, so that nothing is sent with another value in its place: the form's
/// <c>OnValidSubmit</c> is not called until the fault is gone, or the field. Used by a Blazor renderer only.
/// </summary>
/// <param name="form">Null: the field stands in no form.</param>
/// <param name="field">What tells its faults from those of other fields.</param>
internal sealed class FieldFault(EditContext? form, object field) : IDisposable
{
    private readonly ValidationMessageStore? _said = form is null ? null : new ValidationMessageStore(form);

    /// <summary>The name of the field, as it is to be said to who sends the form; null when it can be read.</summary>
    public void Set(string? label)
    {
        _said?.Clear();
        if (label is not null)
        {
            _said?.Add(new FieldIdentifier(field, "Value"), label);
        }
    }

    public void Dispose() => _said?.Clear();
}
