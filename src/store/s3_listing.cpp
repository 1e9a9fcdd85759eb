#include "store/s3_listing.hpp"

#include "fetch/redact.hpp"
#include "json/json.hpp"
#include "text/text.hpp"
#include "xml/xml.hpp"

#include <absl/strings/numbers.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace almanac {
namespace {

namespace json = boost::json;

std::string member(json::object const& object, std::string_view name)
{
    auto const* const found = object.if_contains(name);
    return found == nullptr ? std::string{} : to_text(*found);
}

/// A form's encoding: "+" is a space there, and a plus sign is "%2B".
std::string decode(std::string text, bool encoded)
{
    return encoded ? decode_url_part(replace_all(std::move(text), "+", " ")) : text;
}

StoredEntry read_entry(json::object const& object, bool encoded)
{
    StoredEntry entry;
    entry.path = decode(member(object, "Key"), encoded);
    (void)absl::SimpleAtoi(member(object, "Size"), &entry.bytes);
    if (!absl::ParseTime(absl::RFC3339_full, member(object, "LastModified"), &entry.modified, nullptr))
        entry.modified = absl::UnixEpoch();
    return entry;
}

}  // namespace

S3Listing read_s3_listing(std::string_view xml)
{
    S3Listing listing;
    auto const reading = read_xml(xml);
    auto const* const document = reading.value.if_object();
    auto const* const root = document == nullptr ? nullptr : document->if_contains("ListBucketResult");
    listing.problem = reading.problem;
    if (root == nullptr && listing.problem.empty())
        listing.problem = "it is no list of objects";
    auto const* const list = root == nullptr ? nullptr : root->if_object();
    if (!listing.problem.empty() || list == nullptr)
        return listing;
    bool const encoded = member(*list, "EncodingType") == "url";
    if (auto const* const contents = list->if_contains("Contents")) {
        if (auto const* const one = contents->if_object())
            listing.objects.push_back(read_entry(*one, encoded));
        else if (auto const* const several = contents->if_array())
            for (auto const& object : *several)
                if (auto const* const each = object.if_object())
                    listing.objects.push_back(read_entry(*each, encoded));
    }
    if (member(*list, "IsTruncated") == "true") {
        listing.next = member(*list, "NextContinuationToken");
        if (listing.next.empty())
            listing.problem = "it is cut short and does not say how to go on";
    }
    return listing;
}

}  // namespace almanac
