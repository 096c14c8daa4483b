#!/bin/sh
# 谈心簿：卸载程序。保险库、备份、设置都留着，最后说明它们在哪里。
set -eu
LC_ALL=C
export LC_ALL

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

[ -n "${HOME:-}" ] || stop "没有主文件夹（HOME），不知道装在哪里。什么也没有动。"
cd / # 运行时站在要删的文件夹里也不要紧
data=${XDG_DATA_HOME:-}
case $data in /*) ;; *) data=$HOME/.local/share ;; esac
config=${XDG_CONFIG_HOME:-}
case $config in /*) ;; *) config=$HOME/.config ;; esac
state=${XDG_STATE_HOME:-}
case $state in /*) ;; *) state=$HOME/.local/state ;; esac
root=$data/tanxinbu-program

if [ -d "$root" ]; then
    inside=$(find "$root" '(' -name vault.db -o -name keys.json ')' 2>/dev/null | head -n 1)
    [ -z "$inside" ] || stop "程序的文件夹里放着保险库：${inside%/*}
什么也没有动。请先把这个文件夹移到别处，再卸载。"
    rm -rf "$root"
    say "程序已卸载。"
else
    say "这个用户没有装谈心簿的程序。"
fi
rm -f "$data/applications/tanxinbu.desktop" "$data/icons/hicolor/scalable/apps/tanxinbu.svg"
case $(readlink "$HOME/.local/bin/tanxinbu" 2>/dev/null || :) in
*/tanxinbu-program/current/tanxinbu) rm -f "$HOME/.local/bin/tanxinbu" ;;
esac
update-desktop-database "$data/applications" >/dev/null 2>&1 || :

say "保险库和设置没有动："
choices=$config/tanxinbu/preferences.json
for name in last_folder desk_folder; do
    folder=$(sed -n "s/.*\"$name\": *\"\([^\"]*\)\".*/\1/p" "$choices" 2>/dev/null || :)
    [ -z "$folder" ] || say "  资料：$folder"
done
documents=$(xdg-user-dir DOCUMENTS 2>/dev/null || :)
[ "$documents" != "$HOME/Documents" ] || documents=
for folder in "$HOME/Documents" ${documents:+"$documents"}; do
    for name in 谈心簿 受理台; do
        [ ! -d "$folder/$name" ] || say "  资料：$folder/$name"
    done
done
for folder in "$config/tanxinbu" "$state/tanxinbu"; do
    [ ! -d "$folder" ] || say "  设置和记事：$folder"
done
say "不再需要时，请管理员按保管规定处理，不要随手删。"
