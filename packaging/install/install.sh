#!/bin/sh
# 谈心簿：装进自己的主文件夹，不要管理员权限。用法：sh 安装.sh
# 再运行一次不会出问题；原来的一版留着，保险库和设置一个字也不动。
set -eu
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
needed_glibc=2.31

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
from=$here/tanxinbu
inside=$from/_internal
facts=resources/release/build.json

# ── 能不能装 ──────────────────────────────────────────────────────────────────────────────────────

[ -n "${HOME:-}" ] && [ -d "$HOME" ] || stop "没有主文件夹（HOME），不知道装到哪里。什么也没有装。"
[ -x "$from/tanxinbu" ] || [ -f "$from/tanxinbu" ] ||
    stop "旁边没有 tanxinbu 文件夹。请把整个压缩包解开，在解开的文件夹里运行。什么也没有装。"
[ -f "$here/SHA256SUMS" ] || stop "旁边没有 SHA256SUMS，没法核对文件是否完整。什么也没有装。"

built=$(sed -n 's/.*"platform": *"\([a-z0-9_-]*\)".*/\1/p' "$inside/$facts" | head -n 1)
version=$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' "$inside/$facts" | head -n 1)
[ -n "$version" ] || stop "看不出是哪一版，压缩包可能没有解完整。什么也没有装。"
machine=linux-$(uname -m)
[ "$built" = "$machine" ] ||
    stop "这份程序是给 $built 的，这台电脑是 $machine。什么也没有装。请要一份这种电脑用的。"

glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed -n 's/^glibc //p')
older=$(printf '%s\n%s\n' "${glibc:-0}" "$needed_glibc" | sort -t . -k 1,1n -k 2,2n | head -n 1)
[ "$older" = "$needed_glibc" ] || stop "这台电脑的系统太旧：基础库 glibc 是 ${glibc:-未知}，\
至少要 $needed_glibc。什么也没有装。请换用新一些的系统。"

has() { # 程序自己带的，或系统里有的
    [ -n "$(find "$inside" -name "$1" 2>/dev/null | head -n 1)" ] && return 0
    ldconfig -p 2>/dev/null | grep -q "[[:space:]]$1 " && return 0
    for folder in /lib /usr/lib /lib64 /usr/lib64 "/usr/lib/$(uname -m)-linux-gnu"; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}
lacking='' packages=''
for pair in libGL.so.1=libgl1 libEGL.so.1=libegl1 libfontconfig.so.1=libfontconfig1 \
    libxkbcommon.so.0=libxkbcommon0 libglib-2.0.so.0=libglib2.0-0 libdbus-1.so.3=libdbus-1-3; do
    has "${pair%%=*}" || { lacking="$lacking ${pair%%=*}" packages="$packages ${pair#*=}"; }
done
[ -z "$lacking" ] || stop "系统里少了显示窗口要用的库：$lacking。什么也没有装。
请管理员装好后再运行一次：apt-get install$packages"

say "正在核对文件……"
(cd "$here" && sha256sum -c SHA256SUMS >/dev/null 2>&1) || stop "有的文件与 SHA256SUMS 不一样：\
压缩包没有拷完整，或被改动过。什么也没有装。请重新拷一份。"

# ── 装 ───────────────────────────────────────────────────────────────────────────────────────────

data=${XDG_DATA_HOME:-}
case $data in /*) ;; *) data=$HOME/.local/share ;; esac
root=$data/tanxinbu-program
target=$root/versions/$version
part=$root/versions/.$version.part
say "正在装到 $root ……"
mkdir -p "$root/versions" || stop "主文件夹里写不进去：$root。什么也没有装。"

sums() { sed -n 's#^\([0-9a-f]\{64\}\) [ *]tanxinbu/#\1  #p' "$here/SHA256SUMS"; }
is_whole() { (cd "$1" 2>/dev/null && sums | sha256sum -c >/dev/null 2>&1); }
links() { # U 盘存不下链接，清单里记着：每行“路径<Tab>指向”
    [ -f "$from/MANIFEST.json" ] || return 0
    sed -n 's/^"path": "\(.*\)",$/P\1/p; s/^"target": "\(.*\)"$/T\1/p' "$from/MANIFEST.json" |
        awk '/^P/ { path = substr($0, 2) } /^T/ { print path "\t" substr($0, 2) }'
}
point() { # 一步换好：断了电，不是旧的就是新的
    rm -f "$root/$1.new"
    ln -s "versions/$2" "$root/$1.new"
    mv -f -T "$root/$1.new" "$root/$1"
}

if is_whole "$target"; then
    say "这一版已经装着，核对无误。"
else
    trap 'rm -rf "$part"' EXIT
    trap 'exit 1' HUP INT TERM
    rm -rf "$part"
    cp -R -P "$from" "$part" 2>/dev/null || stop "没有拷完，磁盘可能满了（要留 300 MB）。\
原来的程序没有动。"
    chmod -R u+rwX,go+rX "$part"
    chmod 755 "$part/tanxinbu"
    links | while IFS='	' read -r path to; do
        [ -e "$part/$path" ] && continue
        up=$(printf '%s' "$path" | sed 's#[^/]*$##; s#[^/]*/#../#g')
        rm -f "$part/$path"
        ln -s "$up$to" "$part/$path"
    done
    is_whole "$part" || stop "写进磁盘再读出来不一样，磁盘可能要坏了。原来的程序没有动。"
    "$part/tanxinbu" version >/dev/null 2>&1 ||
        stop "新装的程序在这台电脑上启动不了，没有换上。原来的程序没有动。请告诉发布方。"
    rm -rf "$target"
    mv "$part" "$target"
fi
sync -f "$root" 2>/dev/null || sync 2>/dev/null || :

before=$(readlink "$root/current" 2>/dev/null || :)
before=${before#versions/}
if [ -n "$before" ] && [ "$before" != "$version" ] && [ -d "$root/versions/$before" ]; then
    point previous "$before"
fi
point current "$version"
kept=$(readlink "$root/previous" 2>/dev/null || :)
for old in "$root"/versions/* "$root"/versions/.[0-9]*.part; do
    name=${old##*/}
    [ "$name" = "$version" ] || [ "versions/$name" = "$kept" ] || rm -rf "$old"
done

# ── 开始菜单和命令 ────────────────────────────────────────────────────────────────────────────────

cp "$here/卸载.sh" "$root/卸载.sh" 2>/dev/null || :
icons=$data/icons/hicolor/scalable/apps
mkdir -p "$data/applications" "$icons" "$HOME/.local/bin"
cp "$target/_internal/resources/icons/tanxinbu.svg" "$icons/tanxinbu.svg" 2>/dev/null || :
# 菜单文件里，引号内的 \ " ` $ 要各加一个反斜杠，而反斜杠自己又要写成两个；百分号写成两个
program=$(printf '%s' "$root/current/tanxinbu" | sed 's/[\\"`$]/\\\\&/g; s/%/%%/g')
cat >"$data/applications/tanxinbu.desktop.new" <<END
[Desktop Entry]
Type=Application
Version=1.0
Name=谈心簿
Name[en]=Tanxinbu
Comment=谈话记录，只存在本机
Exec="$program"
Icon=tanxinbu
Terminal=false
Categories=Office;
StartupNotify=true
StartupWMClass=tanxinbu
END
mv -f "$data/applications/tanxinbu.desktop.new" "$data/applications/tanxinbu.desktop"
update-desktop-database "$data/applications" >/dev/null 2>&1 || :

command=$HOME/.local/bin/tanxinbu
case $(readlink "$command" 2>/dev/null || :) in
*/tanxinbu-program/current/tanxinbu) rm -f "$command" ;;
esac
if [ -e "$command" ] || [ -L "$command" ]; then
    say "注意：$command 是别的程序，没有动它。"
else
    ln -s "$root/current/tanxinbu" "$command"
fi

say "装好了：谈心簿 $version。"
say "从开始菜单打开“谈心簿”；在终端里是：$root/current/tanxinbu"
[ -z "$kept" ] || say "原来的 ${kept#versions/} 版还留着，在“设置 → 程序更新”里可以退回。"
say "要卸载，运行：sh $root/卸载.sh"
