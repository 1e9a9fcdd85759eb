#include "fetch/content_coding.hpp"

#include "text/text.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <brotli/decode.h>
#include <functional>
#include <limits>
#include <utility>
#include <variant>
#include <vector>
#include <zstd.h>

namespace almanac {
namespace {

constexpr std::size_t chunk_bytes = 16U << 10U;
constexpr std::size_t max_stages = 4;  // nobody sends more than two

using Chunk = std::array<char, chunk_bytes>;
using Sink = std::function<Decoding(std::string_view)>;

/// gzip and deflate.
class Zlib {
public:
    explicit Zlib(bool gzip) : m_gzip(gzip), m_stream(new z_stream{}) {}

    Decoding feed(std::string_view in, Chunk& chunk, Sink const& sink)
    {
        if (in.empty())
            return Decoding::fine;
        if (!m_open && !m_plain && !open(static_cast<unsigned char>(in.front())))
            return Decoding::broken;
        if (m_plain)
            return sink(in);
        while (!in.empty()) {
            if (m_ended) {  // a further member follows, or rubbish that is ignored as browsers do
                if (!m_gzip || in.front() != '\x1f' || inflateReset(m_stream.get()) != Z_OK)
                    break;
                m_ended = false;
            }
            auto const step = static_cast<uInt>(std::min<std::size_t>(in.size(), std::numeric_limits<uInt>::max()));
            // zlib takes a pointer to non-const and never writes through it.
            m_stream->next_in = const_cast<Bytef*>(reinterpret_cast<Bytef const*>(in.data()));
            m_stream->avail_in = step;
            if (auto const result = drain(chunk, sink); result != Decoding::fine)
                return result;
            in.remove_prefix(step - m_stream->avail_in);
        }
        return Decoding::fine;
    }

    [[nodiscard]] bool unfinished() const { return m_open && !m_ended; }

private:
    struct End {
        void operator()(z_stream* stream) const
        {
            inflateEnd(stream);
            delete stream;
        }
    };

    bool open(unsigned char first)
    {
        constexpr int window = 15;
        int bits = window + 16;  // gzip
        if (m_gzip) {
            m_plain = first != 0x1f;
        } else {  // zlib's header says method 8; a raw stream cannot begin so (RFC 1950 2.2, RFC 1951 3.2.3)
            bits = (first & 0x0fU) == 8 ? window : -window;
        }
        if (m_plain)
            return true;
        *m_stream = {};
        m_open = inflateInit2(m_stream.get(), bits) == Z_OK;
        return m_open;
    }

    Decoding drain(Chunk& chunk, Sink const& sink)
    {
        do {
            m_stream->next_out = reinterpret_cast<Bytef*>(chunk.data());
            m_stream->avail_out = static_cast<uInt>(chunk.size());
            int const code = inflate(m_stream.get(), Z_NO_FLUSH);
            auto const made = chunk.size() - m_stream->avail_out;
            if (made > 0) {
                if (auto const result = sink({chunk.data(), made}); result != Decoding::fine)
                    return result;
            }
            m_ended = code == Z_STREAM_END;
            if (code != Z_OK && code != Z_BUF_ERROR && !m_ended)
                return Decoding::broken;
        } while (!m_ended && m_stream->avail_out == 0);
        return Decoding::fine;
    }

    bool m_gzip;
    bool m_plain = false;
    bool m_open = false;
    bool m_ended = false;
    std::unique_ptr<z_stream, End> m_stream;
};

class Brotli {
public:
    Brotli() : m_state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance) {}

    Decoding feed(std::string_view in, Chunk& chunk, Sink const& sink)
    {
        m_begun = m_begun || !in.empty();
        auto const* next = reinterpret_cast<std::uint8_t const*>(in.data());
        auto left = in.size();
        while (!m_ended) {
            auto* out = reinterpret_cast<std::uint8_t*>(chunk.data());
            auto room = chunk.size();
            auto const code = BrotliDecoderDecompressStream(m_state.get(), &left, &next, &room, &out, nullptr);
            auto const made = chunk.size() - room;
            if (made > 0) {
                if (auto const result = sink({chunk.data(), made}); result != Decoding::fine)
                    return result;
            }
            if (code == BROTLI_DECODER_RESULT_ERROR)
                return Decoding::broken;
            m_ended = code == BROTLI_DECODER_RESULT_SUCCESS;
            if (code == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
                break;
        }
        return Decoding::fine;
    }

    [[nodiscard]] bool unfinished() const { return m_begun && !m_ended; }

private:
    bool m_begun = false;
    bool m_ended = false;
    std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> m_state;
};

class Zstd {
public:
    Zstd() : m_state(ZSTD_createDCtx(), ZSTD_freeDCtx)
    {
        constexpr int window_log = 23;  // 8 MB: RFC 9659 section 3
        ZSTD_DCtx_setParameter(m_state.get(), ZSTD_d_windowLogMax, window_log);
    }

    Decoding feed(std::string_view in, Chunk& chunk, Sink const& sink)
    {
        if (in.empty())
            return Decoding::fine;
        if (!m_begun) {  // first byte of a frame or of a skippable one (RFC 8878 section 3.1)
            auto const first = static_cast<unsigned char>(in.front());
            m_plain = first != 0x28 && (first & 0xf0U) != 0x50;
            m_begun = true;
        }
        if (m_plain)
            return sink(in);
        auto input = ZSTD_inBuffer{in.data(), in.size(), 0};
        bool full = true;
        while (input.pos < input.size || full) {
            auto output = ZSTD_outBuffer{chunk.data(), chunk.size(), 0};
            auto const before = input.pos;
            m_wanted = ZSTD_decompressStream(m_state.get(), &output, &input);
            if (ZSTD_isError(m_wanted) != 0)
                return Decoding::broken;
            if (output.pos > 0) {
                if (auto const result = sink({chunk.data(), output.pos}); result != Decoding::fine)
                    return result;
            }
            full = output.pos == output.size;
            if (!full && input.pos == before)
                break;
        }
        return Decoding::fine;
    }

    [[nodiscard]] bool unfinished() const { return m_begun && !m_plain && m_wanted != 0; }

private:
    bool m_begun = false;
    bool m_plain = false;
    std::size_t m_wanted = 0;
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> m_state;
};

struct Stage {
    std::variant<Zlib, Brotli, Zstd> coding;
    Chunk chunk{};
    std::size_t made = 0;
};

}  // namespace

struct ContentDecoder::State {
    std::vector<std::unique_ptr<Stage>> stages;  ///< in the order of undoing: the last coding applied comes first
    std::size_t max_bytes = 0;
    std::string out;
    Decoding result = Decoding::fine;

    Decoding pass(std::size_t at, std::string_view bytes)
    {
        if (at == stages.size()) {
            auto const fits = bytes.substr(0, max_bytes - out.size());
            out += fits;
            return fits.size() == bytes.size() ? Decoding::fine : Decoding::too_large;
        }
        auto& stage = *stages[at];
        auto const sink = [&](std::string_view part) {
            stage.made += part.size();
            return stage.made > max_bytes ? Decoding::too_large : pass(at + 1, part);
        };
        return std::visit([&](auto& coding) { return coding.feed(bytes, stage.chunk, sink); }, stage.coding);
    }
};

ContentDecoder::ContentDecoder(std::string_view codings, std::size_t max_bytes) : m_state(std::make_unique<State>())
{
    m_state->max_bytes = max_bytes;
    for (auto const part : split(codings, ',')) {
        auto const name = lower_ascii(trim(part));
        if (name == "gzip" || name == "x-gzip")
            m_state->stages.push_back(std::make_unique<Stage>(Stage{Zlib{true}}));
        else if (name == "deflate")
            m_state->stages.push_back(std::make_unique<Stage>(Stage{Zlib{false}}));
        else if (name == "br")
            m_state->stages.push_back(std::make_unique<Stage>(Stage{Brotli{}}));
        else if (name == "zstd")
            m_state->stages.push_back(std::make_unique<Stage>(Stage{Zstd{}}));
        if (m_state->stages.size() > max_stages) {
            m_state->result = Decoding::broken;
            break;
        }
    }
    std::ranges::reverse(m_state->stages);
}

ContentDecoder::~ContentDecoder() = default;
ContentDecoder::ContentDecoder(ContentDecoder&&) noexcept = default;
ContentDecoder& ContentDecoder::operator=(ContentDecoder&&) noexcept = default;

Decoding ContentDecoder::feed(std::string_view bytes)
{
    if (m_state->result == Decoding::fine)
        m_state->result = m_state->pass(0, bytes);
    return m_state->result;
}

Decoding ContentDecoder::finish() const
{
    if (m_state->result != Decoding::fine)
        return m_state->result;
    auto const cut = [](auto const& stage) {
        return std::visit([](auto const& coding) { return coding.unfinished(); }, stage->coding);
    };
    return std::ranges::any_of(m_state->stages, cut) ? Decoding::truncated : Decoding::fine;
}

std::string ContentDecoder::take()
{
    return std::exchange(m_state->out, {});
}

}  // namespace almanac
