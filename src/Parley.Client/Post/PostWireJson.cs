using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Client.Post;

/// <summary>How the API of a post is read and written: snake_case, absent members left out, no duplicates, at most 32 levels deep. Thread-safe.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(IReadOnlyList<PartyView>))]
[JsonSerializable(typeof(AgreementView))]
[JsonSerializable(typeof(IReadOnlyList<AgreementView>))]
[JsonSerializable(typeof(IntentView))]
[JsonSerializable(typeof(IReadOnlyList<IntentView>))]
[JsonSerializable(typeof(ConflictView))]
[JsonSerializable(typeof(IReadOnlyList<ConflictView>))]
[JsonSerializable(typeof(IReadOnlyList<UncoveredView>))]
[JsonSerializable(typeof(IdView))]
[JsonSerializable(typeof(DraftedView))]
[JsonSerializable(typeof(ChangeView))]
[JsonSerializable(typeof(OfficerRequest))]
[JsonSerializable(typeof(SuspendRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(IntentRequest))]
[JsonSerializable(typeof(OutcomeRequest))]
[JsonSerializable(typeof(RecipientsRequest))]
[JsonSerializable(typeof(ProposalRequest))]
[JsonSerializable(typeof(AnswerRequest))]
[JsonSerializable(typeof(StandRequest))]
[JsonSerializable(typeof(AcceptPartyRequest))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(IReadOnlyList<MessageView>))]
[JsonSerializable(typeof(IReadOnlyList<LineView>))]
[JsonSerializable(typeof(IReadOnlyList<MissView>))]
[JsonSerializable(typeof(IReadOnlyList<PhraseView>))]
[JsonSerializable(typeof(IncidentExport))]
[JsonSerializable(typeof(WatchView))]
[JsonSerializable(typeof(IncidentView))]
[JsonSerializable(typeof(IReadOnlyList<IncidentView>))]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(LinkCheckRequest))]
[JsonSerializable(typeof(MuteRequest))]
[JsonSerializable(typeof(WatchRequest))]
[JsonSerializable(typeof(IncidentRequest))]
[JsonSerializable(typeof(InquiryRequest))]
[JsonSerializable(typeof(InquiryAnswerRequest))]
[JsonSerializable(typeof(ReportView))]
[JsonSerializable(typeof(TightenRequest))]
[JsonSerializable(typeof(TightenView))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(IReadOnlyList<F3548.WireVolume4D>))]
public sealed partial class PostWireJson : JsonSerializerContext;
