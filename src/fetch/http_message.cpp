#include "fetch/http_message.hpp"

#include "text/text.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace almanac {
namespace {

/// Cuts one line off, without its line end; nothing when there is no line end.
std::optional<std::string_view> take_line(std::string_view& text)
{
    auto const end = text.find('\n');
    if (end == text.npos)
        return std::nullopt;
    auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::string_view trim_blanks(std::string_view text)
{
    auto const start = std::min(text.find_first_not_of(" \t"), text.size());
    text.remove_prefix(start);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

}  // namespace

std::pair<std::string, std::string> read_header_line(std::string_view line)
{
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    auto const colon = line.find(':');
    if (colon == line.npos || colon == 0)
        return {};
    return {std::string{trim_blanks(line.substr(0, colon))}, std::string{trim_blanks(line.substr(colon + 1))}};
}

std::optional<HttpHead> read_http_head(std::string_view message)
{
    auto rest = message.substr(0, max_header_bytes);
    auto const size = rest.size();
    auto const first = take_line(rest);
    if (!first)
        return std::nullopt;
    auto head = HttpHead{std::string{*first}, {}, 0};
    while (auto const line = take_line(rest)) {
        if (line->empty()) {
            head.size = size - rest.size();
            return head;
        }
        if ((line->front() == ' ' || line->front() == '\t') && !head.headers.empty()) {
            head.headers.back().second += ' ';
            head.headers.back().second += trim_blanks(*line);
            continue;
        }
        auto field = read_header_line(*line);
        if (!field.first.empty())
            head.headers.push_back(std::move(field));
    }
    return std::nullopt;
}

int read_http_status(std::string_view first_line)
{
    if (!first_line.starts_with("HTTP/"))
        return 0;
    auto const space = first_line.find(' ');
    if (space == first_line.npos)
        return 0;
    auto const digits = first_line.substr(space + 1, 3);
    int status = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), status);
    if (error != std::errc{} || end != digits.data() + 3 || status < 100)
        return 0;
    return status;
}

std::optional<Dechunked> dechunk(std::string_view body)
{
    auto result = Dechunked{};
    bool any = false;
    while (true) {
        auto rest = body;
        auto const line = take_line(rest);
        if (!line) {
            return any ? std::optional{std::move(result)} : std::nullopt;
        }
        auto const digits = trim_blanks(line->substr(0, line->find(';')));
        std::size_t size = 0;
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
        if (error != std::errc{} || digits.empty() || end != digits.data() + digits.size())
            return any ? std::optional{std::move(result)} : std::nullopt;
        if (size == 0) {
            result.complete = true;
            return result;
        }
        auto const held = std::min(size, rest.size());
        if (!any && held == size) {  // "12" may be the text of a plain body: a chunk ends with a line end
            auto const after = rest.substr(held, 2);
            if (!after.empty() && after.front() != '\r' && after.front() != '\n')
                return std::nullopt;
        }
        any = true;
        result.body += rest.substr(0, held);
        if (held < size)
            return result;
        rest.remove_prefix(held);
        if (rest.starts_with("\r\n"))
            rest.remove_prefix(2);
        else if (rest.starts_with("\n"))
            rest.remove_prefix(1);
        body = rest;
    }
}

std::string_view reason_phrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 410: return "Gone";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return {};
    }
}

}  // namespace almanac
