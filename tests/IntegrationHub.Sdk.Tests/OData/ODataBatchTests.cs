using System.Net;
using System.Text;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Sdk.Tests.OData;

public sealed class ODataBatchTests
{
    private static readonly IReadOnlyList<ODataGroup> Groups =
    [
        new(new ODataPart(HttpMethod.Get, "accounts?$top=1")),
        new([new ODataPart(HttpMethod.Patch, "accounts(1)", "{\"name\":\"é\"}"u8.ToArray()) { Headers = new Dictionary<string, string> { ["If-Match"] = "*" } }, new ODataPart(HttpMethod.Delete, "lines(2)")], IsChangeSet: true),
    ];

    [Fact]
    public async Task Groups_are_written_as_multipart_with_a_change_set_within()
    {
        using var content = ODataBatch.Write(Groups);
        var boundary = content.Headers.ContentType!.Parameters.Single().Value!;
        var text = (await content.ReadAsStringAsync()).Replace(boundary, "B", StringComparison.Ordinal);
        var inner = text.Split("multipart/mixed; boundary=")[1].Split("\r\n")[0];
        text.Replace(inner, "C", StringComparison.Ordinal).ReplaceLineEndings("|").ShouldBe(
            "--B|Content-Type: application/http|Content-Transfer-Encoding: binary||GET accounts?$top=1 HTTP/1.1|Accept: application/json||||"
            + "--B|Content-Type: multipart/mixed; boundary=C||"
            + "--C|Content-Type: application/http|Content-Transfer-Encoding: binary|Content-ID: 1||PATCH accounts(1) HTTP/1.1|If-Match: *|Accept: application/json|Content-Type: application/json; charset=utf-8|Content-Length: 13||{\"name\":\"é\"}|"
            + "--C|Content-Type: application/http|Content-Transfer-Encoding: binary|Content-ID: 2||DELETE lines(2) HTTP/1.1|Accept: application/json||||"
            + "--C--||--B--|");
    }

    [Fact]
    public void Answers_are_read_in_order_with_their_status_headers_and_body()
    {
        var answers = ODataBatch.Read(Answer(
            "--R|Content-Type: application/http|Content-Transfer-Encoding: binary||HTTP/1.1 429 Too Many Requests|Retry-After: 7|Content-Type: application/json||{\"error\":\"é\"}|"
            + "--R|Content-Type: multipart/mixed; boundary=S||--S|Content-Type: application/http|Content-ID: 1||HTTP/1.1 204 No Content|OData-EntityId: accounts(1)|||--S|Content-Type: application/http||HTTP/1.1 204 No Content|||--S--||--R--|"), Groups);

        answers.Select(group => group.Count).ShouldBe([1, 2]);
        (answers[0][0].Status, answers[0][0].RetryAfter, Encoding.UTF8.GetString(answers[0][0].Body)).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(7), "{\"error\":\"é\"}"));
        answers[1][0].Headers["odata-entityid"].ShouldBe(["accounts(1)"]);
    }

    [Theory]
    [InlineData("--S|Content-Type: application/http||HTTP/1.1 400 Bad Request|||--S--|")]   // within a change set's answer, as some services have it
    [InlineData("")]                                                                        // or in its place
    public void A_refused_change_set_has_one_answer(string within)
    {
        var second = within.Length > 0 ? $"Content-Type: multipart/mixed; boundary=S||{within}" : "Content-Type: application/http||HTTP/1.1 400 Bad Request|||";
        ODataBatch.Read(Answer($"--R|Content-Type: application/http||HTTP/1.1 200 OK||{{}}|--R|{second}|--R--|"), Groups)[1].Single().Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Have a nice day</html>")]
    [InlineData("--R|Content-Type: application/http||HTTP/1.1 200 OK||{}|--R--|")]                                                                                      // one answer is missing
    [InlineData("--R|Content-Type: application/http||HTTP/1.1 200 OK||{}|--R|Content-Type: application/http||HTTP/1.1 204 No Content|||--R--|")]                       // one answer for two requests that succeeded
    [InlineData("--R|Content-Type: application/http||HTTP/1.1 200 OK||{}|--R|Content-Type: application/http||HTTP/1.1 400 Bad Request|||")]                            // cut off
    [InlineData("--R|Content-Type: application/http||no status||{}|--R|Content-Type: application/http||HTTP/1.1 400 Bad Request|||--R--|")]
    public void What_is_no_such_answer_is_a_breach_of_protocol(string body) => Should.Throw<ProtocolException>(() => ODataBatch.Read(Answer(body), Groups));

    [Fact]
    public void What_is_no_multipart_is_a_breach_of_protocol() => Should.Throw<ProtocolException>(() => ODataBatch.Read(Answer("{}", "application/json"), Groups));

    private static ApiAnswer Answer(string body, string type = "multipart/mixed; boundary=\"R\"") => new("POST rows at crm.example.com", "BaseUrl", HttpStatusCode.OK, Encoding.UTF8.GetBytes(body.Replace("|", "\r\n", StringComparison.Ordinal)))
    {
        Headers = new Dictionary<string, IReadOnlyList<string>> { ["Content-Type"] = [type] },
    };
}
