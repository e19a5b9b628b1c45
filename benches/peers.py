"""What a teacher would write for Manim: 17 messages between two hosts, in as many seconds as SECONDS_IN_ALL says."""

import os

from manim import DOWN, LEFT, RIGHT, UP, BLUE, FadeIn, FadeOut, Line, Rectangle, RoundedRectangle, Scene, Text, VGroup

MESSAGES = [
    "Control connection request", "Ack", "Ack, 220 FTP server ready", "USER anonymous", "331 Password please",
    "PASS guest", "230 Logged in", "PORT 1,1,1,1,213,177", "200 PORT command successful", "RETR foo",
    "Data connection request", "Ack", "150 Opening data connection", "Data", "226 Transfer complete",
    "QUIT", "221 Goodbye",
]


def host(name, side):
    box = RoundedRectangle(width=2, height=1.4, corner_radius=0.2)
    return VGroup(box, Text(name, font_size=32)).move_to(side * 5 + UP)


class Messages(Scene):
    def construct(self):
        client, server = host("H1", LEFT), host("S1", RIGHT)
        self.add(client, server, Line(client.get_right(), server.get_left()))
        each = float(os.environ.get("SECONDS_IN_ALL", "90")) / len(MESSAGES)
        for number, message in enumerate(MESSAGES):
            start, end = (client, server) if number % 2 == 0 else (server, client)
            label = Text(message, font_size=20)
            box = Rectangle(width=label.width + 0.4, height=0.6, color=BLUE, fill_opacity=1)
            packet = VGroup(box, label).move_to(start)
            caption = Text(f"Step {number + 1}: {message}", font_size=28).to_edge(DOWN)
            self.play(FadeIn(packet), FadeIn(caption), run_time=0.2)
            self.play(packet.animate.move_to(end), run_time=1.2)
            self.play(FadeOut(packet), run_time=0.2)
            self.wait(max(each - 1.8, 0.1))
            self.play(FadeOut(caption), run_time=0.2)
