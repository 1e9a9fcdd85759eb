#include "fetch/capture_index.hpp"

#include "config/error.hpp"
#include "fetch/digest.hpp"
#include "fetch/http_message.hpp"
#include "fetch/redact.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_request_bytes = 1U << 20U;
constexpr std::size_t max_entries = 1'000'000;
constexpr auto none = static_cast<std::size_t>(-1);

/// A record that answers something, while its file is read.
struct Answer {
    CaptureEntry entry;
    std::string target;
    std::string id;
    std::string digest;  ///< of the payload
    std::string date;
    std::string method = "GET";
    std::vector<std::string> concurrent_to;
    // Of a revisit record:
    bool revisit = false;
    std::string refers_to;
    std::string refers_to_target;
    std::string refers_to_date;
};

struct RecordedRequest {
    std::string target;
    std::string id;
    std::vector<std::string> concurrent_to;
    std::string method;
    std::string body_digest;
    std::size_t answer_before = none;  ///< the answer that stands directly before; the one after is the next
};

std::vector<std::string> all(Headers const& headers, std::string_view name)
{
    auto values = std::vector<std::string>{};
    for (auto const& [key, value] : headers) {
        if (equal_ignoring_case(key, name))
            values.push_back(value);
    }
    return values;
}

/// wget 1.x writes the address in angle brackets.
std::string target_of(WarcRecord const& record)
{
    auto target = record.get("WARC-Target-URI");
    if (target.starts_with('<') && target.ends_with('>'))
        target = target.substr(1, target.size() - 2);
    return std::string{target};
}

/// The records of one file, before they are joined.
struct Records {
    std::vector<Answer> answers;
    std::vector<RecordedRequest> requests;

    void add_answer(WarcRecord const& record, WarcReader& reader, std::string_view type)
    {
        auto answer = Answer{};
        answer.target = target_of(record);
        if (host_of(answer.target).empty())
            return;  // "dns:...", "metadata://..."
        answer.entry.position = record.position;
        answer.entry.resource = type == "resource";
        answer.revisit = type == "revisit";
        if (answer.entry.resource) {
            answer.entry.status = 200;
        } else if (auto const head = read_http_head(reader.read(max_header_bytes))) {
            answer.entry.status = read_http_status(head->first_line);
        }
        if (answer.entry.status == 0 && !answer.revisit)
            return;
        answer.id = record.get("WARC-Record-ID");
        answer.digest = record.get("WARC-Payload-Digest");
        answer.date = record.get("WARC-Date");
        answer.concurrent_to = all(record.headers, "WARC-Concurrent-To");
        answer.refers_to = record.get("WARC-Refers-To");
        answer.refers_to_target = record.get("WARC-Refers-To-Target-URI");
        answer.refers_to_date = record.get("WARC-Refers-To-Date");
        answers.push_back(std::move(answer));
    }

    void add_request(WarcRecord const& record, WarcReader& reader)
    {
        auto const block = reader.read(max_request_bytes);
        auto const head = read_http_head(block);
        if (!head)
            return;
        auto const method = head->first_line.substr(0, head->first_line.find(' '));
        requests.push_back({.target = target_of(record),
                            .id = std::string{record.get("WARC-Record-ID")},
                            .concurrent_to = all(record.headers, "WARC-Concurrent-To"),
                            .method = method,
                            .body_digest = request_digest(header(head->headers, "Content-Type"),
                                                          std::string_view{block}.substr(head->size)),
                            .answer_before = answers.empty() ? none : answers.size() - 1});
    }

    /// Gives each answer its request: by the ids that records name, else the neighbour of the same address.
    void join_requests()
    {
        auto by_id = std::unordered_map<std::string, std::size_t>{};
        auto by_named_request = std::unordered_map<std::string, std::size_t>{};
        for (std::size_t i = 0; i < answers.size(); ++i) {
            by_id.emplace(answers[i].id, i);
            for (auto const& id : answers[i].concurrent_to)
                by_named_request.emplace(id, i);
        }
        for (auto const& request : requests) {
            auto found = none;
            for (auto const& id : request.concurrent_to) {
                if (auto const at = by_id.find(id); at != by_id.end())
                    found = at->second;
            }
            if (auto const at = by_named_request.find(request.id); found == none && at != by_named_request.end())
                found = at->second;
            auto const after = request.answer_before + 1;  // none + 1 is 0
            for (auto const neighbour : {request.answer_before, after}) {
                if (found == none && neighbour < answers.size() && answers[neighbour].target == request.target &&
                    !answers[neighbour].entry.has_request)
                    found = neighbour;
            }
            if (found == none)
                continue;
            answers[found].method = request.method;
            answers[found].entry.has_request = true;
            answers[found].entry.request_body = request.body_digest;
        }
    }

    /// Finds the body of each revisit record (WARC 1.1 section 6.7); one whose body is elsewhere goes.
    std::size_t join_revisits()
    {
        auto by_id = std::unordered_map<std::string, std::size_t>{};
        auto by_visit = std::unordered_map<std::string, std::size_t>{};
        auto by_digest = std::unordered_map<std::string, std::size_t>{};
        for (std::size_t i = 0; i < answers.size(); ++i) {
            auto const& answer = answers[i];
            if (answer.revisit)
                continue;
            by_id.emplace(answer.id, i);
            by_visit.emplace(answer.target + ' ' + answer.date, i);
            if (!answer.digest.empty())
                by_digest.emplace(answer.digest, i);
        }
        auto const look_up = [](auto const& map, std::string const& key) {
            auto const at = map.find(key);
            return at == map.end() ? none : at->second;
        };
        for (auto& answer : answers) {
            if (!answer.revisit)
                continue;
            auto found = look_up(by_id, answer.refers_to);
            if (found == none)
                found = look_up(by_visit, answer.refers_to_target + ' ' + answer.refers_to_date);
            if (found == none && !answer.digest.empty())
                found = look_up(by_digest, answer.digest);
            if (found == none)
                continue;
            auto const& first = answers[found].entry;
            answer.entry.body = first.position;
            answer.entry.resource = first.resource;
            if (answer.entry.status == 0 || answer.entry.status == 304)
                answer.entry.status = first.status;
        }
        return std::erase_if(answers, [](Answer const& a) { return a.revisit && !a.entry.body; });
    }
};

}  // namespace

std::string request_digest(std::string_view content_type, std::string_view body)
{
    if (body.empty())
        return {};
    if (lower_ascii(content_type).starts_with("application/x-www-form-urlencoded"))
        return warc_digest(form_key(redact_form(body)));
    return warc_digest(body);
}

void CaptureIndex::add(std::string const& path)
{
    auto reader = WarcReader{path};
    auto records = Records{};
    bool any = false;
    while (auto const record = reader.next()) {
        any = true;
        auto const type = lower_ascii(record->get("WARC-Type"));
        if (type == "response" || type == "resource" || type == "revisit")
            records.add_answer(*record, reader, type);
        else if (type == "request")
            records.add_request(*record, reader);
        if (records.answers.size() + records.requests.size() >= max_entries) {
            m_notes.push_back(fmt::format("{} holds more than {} records; the rest is not read", path, max_entries));
            break;
        }
    }
    if (!any)
        throw ConfigError{fmt::format("{}: this is no capture (WARC file){}{}", path,
                                      reader.problem().empty() ? "" : ": ", reader.problem())};
    records.join_requests();
    if (auto const lost = records.join_revisits(); lost > 0)
        m_notes.push_back(fmt::format("{} holds {} revisit records whose body stands in another file", path, lost));
    if (!reader.problem().empty())
        m_notes.push_back(
            fmt::format("{}; the {} answers before it are used", reader.problem(), records.answers.size()));

    for (auto& answer : records.answers) {
        answer.entry.file = m_files.size();
        auto time = absl::Time{};
        if (absl::ParseTime(absl::RFC3339_full, answer.date, &time, nullptr))
            m_captured = std::min(m_captured.value_or(time), time);
        m_entries[capture_key(answer.method, answer.target)].push_back(std::move(answer.entry));
    }
    m_size += records.answers.size();
    m_files.push_back(path);
}

CaptureEntry const* CaptureIndex::find(Request const& request) const
{
    auto const body = request_digest(request.content_type, request.body);
    CaptureEntry const* best = nullptr;
    auto const look_in = [&](std::string const& key, auto const& fits) {
        auto const at = m_entries.find(key);
        if (at == m_entries.end())
            return false;
        for (auto const& entry : at->second) {
            bool const good = entry.status < 400;
            if (fits(entry) && (best == nullptr || good || best->status >= 400))
                best = &entry;
        }
        return true;
    };
    bool const known = look_in(capture_key(request.method, request.url),
                               [&](CaptureEntry const& entry) { return entry.request_body == body; });
    if (!known) {  // answers without requests stand under GET
        look_in(capture_key("GET", request.url), [](CaptureEntry const& entry) { return !entry.has_request; });
    }
    return best;
}

}  // namespace almanac
