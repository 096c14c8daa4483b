/* A PKCS#11 library for tests: SoftHSM's, but it locks its PIN after three wrong ones, tells how
 * many are left, and can be pulled while it signs. SoftHSM itself does none of this.
 *
 * STUBBORN_REAL names the library underneath; while the file STUBBORN_PULLED exists the token is
 * gone. Only what is changed here is declared: positions are those of CK_FUNCTION_LIST of
 * PKCS#11 2.40, offsets those of CK_TOKEN_INFO.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long CK_RV;
typedef unsigned long CK_ULONG;
typedef CK_RV (*FUNCTION)();
typedef struct {
    unsigned char version[2];
    FUNCTION functions[68];
} FUNCTION_LIST;

enum { GET_FUNCTION_LIST = 3, GET_TOKEN_INFO = 6, LOGIN = 18, SIGN = 43 };
enum { FLAGS_AT = 96, COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000 };
enum { OK = 0, DEVICE_REMOVED = 0x32, PIN_INCORRECT = 0xA0, PIN_LOCKED = 0xA4 };

static FUNCTION_LIST *real_list;
static FUNCTION_LIST own_list;
static int wrong;

static int is_pulled(void) {
    const char *mark = getenv("STUBBORN_PULLED");
    return mark != NULL && access(mark, F_OK) == 0;
}

static CK_RV token_info(CK_ULONG slot, unsigned char *info) {
    CK_RV found = real_list->functions[GET_TOKEN_INFO](slot, info);
    CK_ULONG flags;
    if (found != OK) return found;
    memcpy(&flags, info + FLAGS_AT, sizeof flags);
    flags &= ~(CK_ULONG)(COUNT_LOW | FINAL_TRY | LOCKED);
    if (wrong >= 3) flags |= LOCKED;
    else if (wrong == 2) flags |= FINAL_TRY | COUNT_LOW;
    else if (wrong == 1) flags |= COUNT_LOW;
    memcpy(info + FLAGS_AT, &flags, sizeof flags);
    return OK;
}

static CK_RV login(CK_ULONG session, CK_ULONG user, unsigned char *pin, CK_ULONG length) {
    CK_RV found;
    if (wrong >= 3) return PIN_LOCKED;
    found = real_list->functions[LOGIN](session, user, pin, length);
    if (found == PIN_INCORRECT) wrong++;
    if (found == OK) wrong = 0;
    return found;
}

static CK_RV sign(CK_ULONG session, unsigned char *data, CK_ULONG size, unsigned char *out,
                  CK_ULONG *length) {
    if (is_pulled()) return DEVICE_REMOVED;
    return real_list->functions[SIGN](session, data, size, out, length);
}

CK_RV C_GetFunctionList(FUNCTION_LIST **list) {
    void *library = dlopen(getenv("STUBBORN_REAL"), RTLD_NOW | RTLD_LOCAL);
    CK_RV (*get)(FUNCTION_LIST **);
    if (library == NULL) return 5;
    get = (CK_RV (*)(FUNCTION_LIST **))dlsym(library, "C_GetFunctionList");
    if (get == NULL || get(&real_list) != OK) return 5;
    own_list = *real_list;
    own_list.functions[GET_FUNCTION_LIST] = (FUNCTION)C_GetFunctionList;
    own_list.functions[GET_TOKEN_INFO] = (FUNCTION)token_info;
    own_list.functions[LOGIN] = (FUNCTION)login;
    own_list.functions[SIGN] = (FUNCTION)sign;
    wrong = 0;
    *list = &own_list;
    return OK;
}
