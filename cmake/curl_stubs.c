/* Debian's libcurl.a is built with GSSAPI, LDAP and RTMP, whose libraries have no static form. The program allows
 * http, https, smtp and smtps only (CURLOPT_PROTOCOLS_STR) and no Negotiate authentication, and logs in to a mail server
 * with PLAIN or LOGIN only (CURLOPT_LOGIN_OPTIONS), so none of these is ever called:
 * each answers "failed" (a null pointer or a non-zero code). Only the static link uses this file. */

void* GSS_C_NT_HOSTBASED_SERVICE = 0;

#define FAILS(name) \
    int name(void); \
    int name(void) { return -1; }
#define GIVES_NULL(name) \
    void* name(void); \
    void* name(void) { return 0; }

FAILS(gss_delete_sec_context)
FAILS(gss_display_name)
FAILS(gss_display_status)
FAILS(gss_import_name)
FAILS(gss_init_sec_context)
FAILS(gss_inquire_context)
FAILS(gss_release_buffer)
FAILS(gss_release_name)
FAILS(gss_unwrap)
FAILS(gss_wrap)

FAILS(ber_bvfree)
FAILS(ber_free)
FAILS(ber_memfree)
FAILS(ber_memvfree)
FAILS(ber_sockbuf_add_io)
FAILS(ldap_abandon_ext)
GIVES_NULL(ldap_err2string)
FAILS(ldap_free_urldesc)
FAILS(ldap_get_attribute_ber)
FAILS(ldap_get_dn_ber)
FAILS(ldap_get_option)
FAILS(ldap_init_fd)
FAILS(ldap_memfree)
FAILS(ldap_msgfree)
FAILS(ldap_msgtype)
FAILS(ldap_parse_result)
FAILS(ldap_parse_sasl_bind_result)
FAILS(ldap_pvt_url_scheme2proto)
FAILS(ldap_result)
FAILS(ldap_sasl_bind)
FAILS(ldap_search_ext)
FAILS(ldap_set_option)
FAILS(ldap_start_tls)
FAILS(ldap_unbind_ext)
FAILS(ldap_url_parse)

GIVES_NULL(RTMP_Alloc)
FAILS(RTMP_Close)
FAILS(RTMP_Connect1)
FAILS(RTMP_ConnectStream)
FAILS(RTMP_Free)
FAILS(RTMP_Init)
FAILS(RTMP_Read)
FAILS(RTMP_SetBufferMS)
FAILS(RTMP_SetupURL)
FAILS(RTMP_Write)
