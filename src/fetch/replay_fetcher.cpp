#include "fetch/replay_fetcher.hpp"

#include "config/error.hpp"
#include "fetch/content_coding.hpp"
#include "fetch/http_message.hpp"
#include "fetch/redirect.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

void fail(Page& page, FetchProblem problem, std::string_view what)
{
    page.body.clear();
    page.problem = problem;
    page.message = fmt::format("{} {}", redact_url(page.final_url), what);
}

/// The block of the record at a position, at most `max_bytes` of it.
struct Block {
    WarcRecord record;
    std::string bytes;
    bool cut_off = false;  ///< by the end of the file
};

Block read_block(std::string const& file, WarcPosition position, std::size_t max_bytes)
{
    auto reader = WarcReader{file};
    reader.seek(position);
    auto block = Block{};
    if (auto record = reader.next()) {
        block.record = std::move(*record);
        block.bytes = reader.read(max_bytes);
        block.cut_off = block.bytes.size() < std::min<std::uint64_t>(block.record.length, max_bytes);
    } else {
        block.cut_off = true;
    }
    return block;
}

/// Parts the head from the body, which stays in `block`.
HttpHead take_head(std::string& block)
{
    auto head = read_http_head(block).value_or(HttpHead{});
    block.erase(0, head.size);
    return head;
}

}  // namespace

ReplayFetcher::ReplayFetcher(std::vector<std::string> const& files, std::size_t max_body_bytes)
    : m_max_body_bytes(max_body_bytes)
{
    for (auto const& file : files)
        m_index.add(file);
}

std::vector<Page> ReplayFetcher::get(std::span<Request const> requests)
{
    auto pages = std::vector<Page>{};
    pages.reserve(requests.size());
    for (auto const& request : requests)
        pages.push_back(get_one(request));
    return pages;
}

Page ReplayFetcher::get_one(Request request) const
{
    auto page = Page{};
    page.url = request.url;
    request.url = resolve_url({}, request.url);
    page.final_url = request.url;
    if (request.url.empty()) {
        page.final_url = page.url;
        fail(page, FetchProblem::bad_url, "is no web address");
        return page;
    }
    for (int hops = 0;; ++hops) {
        auto const* entry = m_index.find(request);
        page.final_url = request.url;
        if (entry == nullptr) {
            fail(page, FetchProblem::not_in_capture,
                 fmt::format("is not in the capture {}", join(m_index.files(), ", ")));
            return page;
        }
        page.status = entry->status;
        if (is_redirect(entry->status) && hops == max_redirects) {
            page.problem = FetchProblem::too_many_redirects;
            page.message = redirects_message(page.url, page.final_url);
            return page;
        }
        try {
            read_page(*entry, page);
        } catch (ConfigError const& error) {  // the file was there when the run began
            fail(page, FetchProblem::io, fmt::format("cannot be had: {}", error.what()));
        }
        if (!page.ok() || !is_redirect(entry->status) || !follow_redirect(request, page.status, page.headers))
            break;
    }
    if (page.ok() && (page.status < 200 || page.status >= 300)) {
        page.problem = FetchProblem::http_status;
        page.message = status_message(page.final_url, page.status, 1);
    }
    return page;
}

void ReplayFetcher::read_page(CaptureEntry const& entry, Page& page) const
{
    auto const& file = m_index.files()[entry.file];
    auto block = read_block(file, entry.position, m_max_body_bytes + max_header_bytes);
    auto head = HttpHead{};
    if (entry.resource && !entry.body)
        head.headers = {{"Content-Type", std::string{block.record.get("Content-Type")}}};
    else
        head = take_head(block.bytes);
    if (entry.body) {
        block = read_block(file, *entry.body, m_max_body_bytes + max_header_bytes);
        if (!entry.resource) {
            auto first = take_head(block.bytes);
            if (head.headers.empty() || entry.status != read_http_status(head.first_line))
                head = std::move(first);
        }
    }
    page.headers = std::move(head.headers);
    auto const marked = lower_ascii(block.record.get("WARC-Truncated"));
    if (block.cut_off)
        return fail(page, FetchProblem::truncated, fmt::format("is cut off: the capture {} ends inside it", file));
    if (marked == "length" || block.record.length > m_max_body_bytes + max_header_bytes)
        return fail(page, FetchProblem::too_large, fmt::format("is larger than {} MB", m_max_body_bytes >> 20U));
    if (!marked.empty())
        return fail(page, FetchProblem::truncated, fmt::format("was cut off when it was captured ({})", marked));

    if (equal_ignoring_case(header(page.headers, "Transfer-Encoding"), "chunked")) {
        if (auto dechunked = dechunk(block.bytes)) {
            if (!dechunked->complete)
                return fail(page, FetchProblem::truncated, "was cut off when it was captured");
            block.bytes = std::move(dechunked->body);
        }
    }
    auto decoder = ContentDecoder{header(page.headers, "Content-Encoding"), m_max_body_bytes};
    decoder.feed(block.bytes);
    switch (decoder.finish()) {
    case Decoding::fine: page.body = decoder.take(); break;
    case Decoding::too_large:
        return fail(page, FetchProblem::too_large, fmt::format("is larger than {} MB", m_max_body_bytes >> 20U));
    case Decoding::truncated: return fail(page, FetchProblem::truncated, "was cut off when it was captured");
    case Decoding::broken:
        return fail(page, FetchProblem::io,
                    fmt::format("is damaged: its {} data cannot be decoded", header(page.headers, "Content-Encoding")));
    }
}

}  // namespace almanac
