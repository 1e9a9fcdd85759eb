#include "fetch/warc.hpp"

#include "config/error.hpp"
#include "fetch/http_message.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>

namespace almanac {
namespace {

constexpr std::size_t buffer_bytes = 32U << 10U;
constexpr std::size_t max_line_bytes = max_header_bytes;
/// A capture of more than this is no capture of calendars; a gzip bomb ends here after some seconds.
constexpr std::uint64_t max_plain_bytes = std::uint64_t{8} << 30U;

using Buffer = std::array<char, buffer_bytes>;

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

struct EndInflate {
    void operator()(z_stream* stream) const
    {
        inflateEnd(stream);
        delete stream;
    }
};

}  // namespace

/// A byte stream over the file that undoes gzip member by member and knows where each member began.
struct WarcReader::State {
    std::string path;
    std::unique_ptr<std::FILE, CloseFile> file;
    std::unique_ptr<z_stream, EndInflate> inflater;
    bool gzip = false;
    std::string problem;

    Buffer raw;  ///< as in the file
    std::size_t raw_at = 0;
    std::size_t raw_end = 0;
    std::uint64_t raw_offset = 0;  ///< of raw[0] in the file

    Buffer plain;  ///< decompressed; unused for a plain file
    std::size_t plain_at = 0;
    std::size_t plain_end = 0;
    std::uint64_t member = 0;        ///< where the current gzip member began
    std::uint64_t member_plain = 0;  ///< decompressed bytes of it before plain[0]
    bool member_open = false;
    std::uint64_t total_plain = 0;

    std::uint64_t block_left = 0;

    bool fill_raw()
    {
        if (raw_at < raw_end)
            return true;
        raw_offset += raw_end;
        raw_at = 0;
        raw_end = std::fread(raw.data(), 1, raw.size(), file.get());
        if (raw_end == 0 && std::ferror(file.get()) != 0)
            problem = fmt::format("{} cannot be read: {}", path, std::strerror(errno));
        return raw_end > 0;
    }

    bool fail(std::string_view what)
    {
        if (problem.empty())
            problem = fmt::format("{} {} at byte {}", path, what, raw_offset + raw_at);
        return false;
    }

    bool begin_member()
    {
        member = raw_offset + raw_at;
        member_plain = 0;
        plain_at = plain_end = 0;
        if (!inflater) {
            inflater.reset(new z_stream{});
            if (inflateInit2(inflater.get(), 15 + 16) != Z_OK)
                return fail("cannot be decompressed");
        } else {
            inflateReset(inflater.get());
        }
        member_open = true;
        return true;
    }

    /// Makes decompressed bytes available; false at the end or when damaged.
    bool fill_plain()
    {
        while (plain_at == plain_end) {
            member_plain += plain_end;
            plain_at = plain_end = 0;
            if (!member_open) {
                if (!fill_raw())
                    return false;
                if (raw[raw_at] != '\x1f')
                    return fail("goes on with something else than gzip");
                if (!begin_member())
                    return false;
            }
            if (!fill_raw())
                return fail("ends inside a gzip member");
            inflater->next_in = reinterpret_cast<Bytef*>(raw.data() + raw_at);
            inflater->avail_in = static_cast<uInt>(raw_end - raw_at);
            inflater->next_out = reinterpret_cast<Bytef*>(plain.data());
            inflater->avail_out = static_cast<uInt>(plain.size());
            int const code = inflate(inflater.get(), Z_NO_FLUSH);
            raw_at = raw_end - inflater->avail_in;
            plain_end = plain.size() - inflater->avail_out;
            total_plain += plain_end;
            if (code == Z_STREAM_END)
                member_open = false;
            else if (code != Z_OK && code != Z_BUF_ERROR)
                return fail("is damaged (gzip)");
            if (total_plain > max_plain_bytes)
                return fail("decompresses to more than 8 GB; reading stopped");
        }
        return true;
    }

    bool fill() { return problem.empty() && (gzip ? fill_plain() : fill_raw()); }
    std::string_view available() const
    {
        return gzip ? std::string_view{plain.data() + plain_at, plain_end - plain_at}
                    : std::string_view{raw.data() + raw_at, raw_end - raw_at};
    }
    void consume(std::size_t count) { (gzip ? plain_at : raw_at) += count; }

    /// Of the next byte.
    WarcPosition position() const
    {
        return gzip ? WarcPosition{member, member_plain + plain_at} : WarcPosition{raw_offset + raw_at, 0};
    }

    /// A line without its end; nothing at the end of the file or when it is too long.
    std::optional<std::string> line()
    {
        std::string text;
        while (fill()) {
            auto const here = available();
            auto const end = here.find('\n');
            auto const part = here.substr(0, end);
            if (text.size() + part.size() > max_line_bytes) {
                fail("has a header line of more than 64 KB");
                return std::nullopt;
            }
            text += part;
            consume(end == here.npos ? here.size() : end + 1);
            if (end != here.npos) {
                if (text.ends_with('\r'))
                    text.pop_back();
                return text;
            }
        }
        return std::nullopt;
    }

    bool skip(std::uint64_t count)
    {
        while (count > 0 && fill()) {
            auto const step = std::min<std::uint64_t>(count, available().size());
            consume(static_cast<std::size_t>(step));
            count -= step;
        }
        return count == 0;
    }

    /// The headers after the version line; false when the file ends or goes wrong before the empty line.
    bool read_headers(Headers& headers)
    {
        std::size_t bytes = 0;
        while (auto const text = line()) {
            if (text->empty())
                return true;
            bytes += text->size();
            if (bytes > max_header_bytes)
                return fail("has a record header of more than 64 KB");
            if ((text->front() == ' ' || text->front() == '\t') && !headers.empty()) {
                headers.back().second += ' ';
                headers.back().second += trim(*text);
            } else if (auto field = read_header_line(*text); !field.first.empty()) {
                headers.push_back(std::move(field));
            }
        }
        return fail("ends inside a record header");
    }
};

WarcReader::WarcReader(std::string const& path) : m_state(std::make_unique<State>())
{
    m_state->path = path;
    m_state->file.reset(std::fopen(path.c_str(), "rbe"));
    if (!m_state->file)
        throw ConfigError{fmt::format("{}: the capture cannot be opened: {}", path, std::strerror(errno))};
    if (m_state->fill_raw())
        m_state->gzip = m_state->raw[0] == '\x1f';
    else if (!m_state->problem.empty())  // a folder opens but does not read
        throw ConfigError{m_state->problem};
}

WarcReader::~WarcReader() = default;
WarcReader::WarcReader(WarcReader&&) noexcept = default;
WarcReader& WarcReader::operator=(WarcReader&&) noexcept = default;

std::string const& WarcReader::problem() const
{
    return m_state->problem;
}

std::optional<WarcRecord> WarcReader::next()
{
    auto& s = *m_state;
    if (!s.skip(std::exchange(s.block_left, 0))) {
        s.fail("ends inside a record");
        return std::nullopt;
    }
    auto record = WarcRecord{};
    while (true) {  // records are separated by empty lines; some tools write more or fewer than the two
        if (!s.fill())
            return std::nullopt;
        record.position = s.position();
        if (auto const start = s.available().front(); start != 'W' && start != '\r' && start != '\n') {
            s.fail("has no WARC record");
            return std::nullopt;
        }
        auto const first = s.line();
        if (!first) {
            s.fail("ends inside a record header");
            return std::nullopt;
        }
        if (first->empty())
            continue;
        if (!first->starts_with("WARC/")) {
            s.fail("has no WARC record");
            return std::nullopt;
        }
        break;
    }
    if (!s.read_headers(record.headers))
        return std::nullopt;
    auto const text = record.get("Content-Length");
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), record.length);
    if (error != std::errc{} || end != text.data() + text.size()) {
        s.fail("has a record without its Content-Length");
        return std::nullopt;
    }
    s.block_left = record.length;
    return record;
}

std::string WarcReader::read(std::size_t max_bytes)
{
    auto& s = *m_state;
    std::string out;
    while (out.size() < max_bytes && s.block_left > 0 && s.fill()) {
        auto const step = static_cast<std::size_t>(
            std::min<std::uint64_t>({max_bytes - out.size(), s.block_left, s.available().size()}));
        out += s.available().substr(0, step);
        s.consume(step);
        s.block_left -= step;
    }
    return out;
}

void WarcReader::seek(WarcPosition position)
{
    auto& s = *m_state;
    s.problem.clear();
    s.block_left = 0;
    s.total_plain = 0;
    s.raw_at = s.raw_end = 0;
    s.plain_at = s.plain_end = 0;
    s.member_open = false;
    s.raw_offset = position.file;
    if (fseeko(s.file.get(), static_cast<off_t>(position.file), SEEK_SET) != 0)
        s.fail("cannot be read");
    else
        s.skip(position.inside);
}

}  // namespace almanac
