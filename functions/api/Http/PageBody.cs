using Orcheo.Core.Storage;

namespace Orcheo.Api.Http;

/// <summary>A page of a list, as the API answers it.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
/// <param name="Page">The page that was asked for, 1 where a cursor was given.</param>
/// <param name="Limit">The most items in a page.</param>
internal sealed record PageBody<T>(
    IReadOnlyList<T> Items,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? NextCursor,
    int Page,
    int Limit);

/// <summary>Makes pages.</summary>
internal static class PageBody
{
    public static PageBody<T> Of<T>(ListPage<T> page, ListRequest request) =>
        new(page.Items, RequestReading.EncodeCursor(page.NextCursor), request.Page, request.Limit);
}
