#include "support/bytes.hpp"

#include <zlib.h>

#include <stdexcept>
#include <vector>
#include <zstd.h>

namespace almanac::test {
namespace {

class Deflater {
public:
    explicit Deflater(int window_bits)
    {
        if (deflateInit2(&m_stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::runtime_error{"deflateInit2"};
    }
    ~Deflater() { deflateEnd(&m_stream); }
    Deflater(Deflater const&) = delete;
    Deflater& operator=(Deflater const&) = delete;

    void feed(std::string_view bytes, int flush, std::string& out)
    {
        m_stream.next_in = const_cast<Bytef*>(reinterpret_cast<Bytef const*>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        std::vector<char> chunk(64U << 10U);
        do {
            m_stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
            m_stream.avail_out = static_cast<uInt>(chunk.size());
            ::deflate(&m_stream, flush);
            out.append(chunk.data(), chunk.size() - m_stream.avail_out);
        } while (m_stream.avail_out == 0);
    }

private:
    z_stream m_stream{};
};

}  // namespace

std::string gzip(std::string_view bytes)
{
    std::string out;
    Deflater{15 + 16}.feed(bytes, Z_FINISH, out);
    return out;
}

std::string deflate(std::string_view bytes, bool raw)
{
    std::string out;
    Deflater{raw ? -15 : 15}.feed(bytes, Z_FINISH, out);
    return out;
}

std::string zstd(std::string_view bytes)
{
    auto out = std::string(ZSTD_compressBound(bytes.size()), '\0');
    auto const size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3);
    if (ZSTD_isError(size) != 0)
        throw std::runtime_error{"ZSTD_compress"};
    out.resize(size);
    return out;
}

std::string gzip_bomb(std::size_t megabytes)
{
    auto const zeros = std::string(1U << 20U, '\0');
    std::string out;
    auto deflater = Deflater{15 + 16};
    for (std::size_t i = 0; i < megabytes; ++i)
        deflater.feed(zeros, Z_NO_FLUSH, out);
    deflater.feed({}, Z_FINISH, out);
    return out;
}

}  // namespace almanac::test
