import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";
import { useEffect, useRef, useState } from "react";
import "./search.css";

interface Props {
  value: string;
  label: string;
  onChange: (value: string) => void;
  /** Milliseconds of quiet before what was typed counts; 0 where searching costs nothing. */
  wait?: number;
}

/** Search as one types. What is typed stays in the box while the page's address follows. */
export function SearchBox({ value, label, onChange, wait = 200 }: Props) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onChange);
  tell.current = onChange;

  // The address changed by itself (Back, a link): the box follows.
  useEffect(() => {
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, wait]);

  return (
    <Input
      className="search-box"
      type="search"
      prefix={<SearchOutlined aria-hidden="true" />}
      value={text}
      allowClear
      placeholder={label}
      aria-label={label}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
