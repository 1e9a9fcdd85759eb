// Large files go up in parts (S3 user guide, "Multipart upload").

#include "aws/error.hpp"
#include "fetch/url.hpp"
#include "store/s3_bucket.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

constexpr std::size_t most_parts = 10'000;

/// An answer of 200 that tells of a failure all the same.
HttpResponse with_true_status(HttpResponse response)
{
    if (response.ok() && !read_aws_error(response).code.empty())
        response.status = 500;
    return response;
}

}  // namespace

HttpResponse S3Bucket::put_in_parts(StoredFile const& file, Headers headers)
{
    auto const key = key_of(m_place, file.path);
    auto begun = send({.method = "POST", .key = key, .query = "uploads=", .headers = std::move(headers)});
    if (!begun.ok())
        return begun;
    auto const upload = encode_url_part(first_xml_element(begun.body, "UploadId"));
    auto response = put_parts(file, key, upload);
    if (response.ok())
        response = with_true_status(
            send({.method = "POST", .key = key, .query = "uploadId=" + upload, .body = response.body}));
    if (!response.ok())  // else the parts are kept, and paid for
        (void)send({.method = "DELETE", .key = key, .query = "uploadId=" + upload});
    return response;
}

/// The last answer; when all went well, with the list of the parts as its body.
HttpResponse S3Bucket::put_parts(StoredFile const& file, std::string const& key, std::string const& upload)
{
    auto const size = std::max(m_options.part_bytes, file.bytes.size() / most_parts + 1);
    std::string list = "<CompleteMultipartUpload>";
    HttpResponse response;
    for (std::size_t number = 1, at = 0; at < file.bytes.size(); ++number, at += size) {
        response = send({.method = "PUT",
                         .key = key,
                         .query = fmt::format("partNumber={}&uploadId={}", number, upload),
                         .body = file.bytes.substr(at, size)});
        if (!response.ok())
            return response;
        list += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", number,
                            header(response.headers, "ETag"));
    }
    response.body = list + "</CompleteMultipartUpload>";
    return response;
}

}  // namespace almanac
